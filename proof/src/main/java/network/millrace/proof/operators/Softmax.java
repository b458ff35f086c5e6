package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** exp(x - max) divided by its sum, along one axis. The fused kernel takes one row after another, when the axis is the last. */
final class Softmax implements Fused, Differentiable {
    /** Before opset 13 the input is seen as a matrix: all axes from the named one on count together. */
    private final boolean flattens;

    Softmax(boolean flattens) {
        this.flattens = flattens;
    }

    @Override
    public String name() {
        return "Softmax";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Value x = expansion.input(0);
        Shape shape = x.shape();
        if (!flattens) {
            int axis = shape.axis(expansion.attributes().integer("axis", -1));
            return List.of(alongAxis(expansion, x, axis));
        }
        int axis = Flatten.axis(shape, expansion.attributes().integer("axis", 1));
        Value rows = expansion.reshape(x, Flatten.shape(shape, axis));
        return List.of(expansion.reshape(alongAxis(expansion, rows, 1), shape));
    }

    private static Value alongAxis(Expansion expansion, Value x, int axis) {
        Attributes keep = Attributes.NONE.with("keepdims", 1);
        Value axes = expansion.integers(axis);
        Value largest = expansion.emit("ReduceMax", keep, x, axes);
        Value powers = expansion.emit("Exp", expansion.emit("Sub", x, largest));
        return expansion.emit("Div", powers, expansion.emit("ReduceSum", keep, powers, axes));
    }

    @Override
    public boolean fuses(Signature signature) {
        Shape shape = signature.input(0).shape();
        return signature.output(0).type() == DataType.FLOAT32 && (flattens || isLast(shape, signature.attributes()));
    }

    private static boolean isLast(Shape shape, Attributes attributes) {
        return shape.axis(attributes.integer("axis", -1)) == shape.rank() - 1;
    }

    @Override
    public void computeFused(Call call) {
        Tensor input = call.input(0);
        Shape shape = input.shape();
        int axis = flattens ? Flatten.axis(shape, call.attributes().integer("axis", 1)) : shape.rank() - 1;
        int length = shape.product(axis, shape.rank());
        call.workers()
                .run(
                        shape.product(0, axis),
                        row -> softmax(
                                call.kernels(),
                                input.floats(),
                                row * length,
                                length,
                                call.output(0).floats()));
    }

    /** One row; the arrays may be the same. */
    static void softmax(Kernels kernels, float[] x, int from, int length, float[] y) {
        float largest = kernels.max(x, from, length);
        for (int i = from; i < from + length; i++) {
            y[i] = x[i] - largest;
        }
        kernels.apply(Kernels.Function.EXP, y, from, y, from, length);
        float sum = kernels.sum(y, from, 1, length);
        for (int i = from; i < from + length; i++) {
            y[i] = y[i] / sum;
        }
    }

    /** y (g - sum of g y along the axis); shorter than by way of the parts, and the largest element has no part in it. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Value y = gradient.output(0);
        Shape shape = y.shape();
        int from = flattens
                ? Flatten.axis(shape, gradient.attributes().integer("axis", 1))
                : shape.axis(gradient.attributes().integer("axis", -1));
        long[] axes = java.util.stream.LongStream.range(from, flattens ? shape.rank() : from + 1)
                .toArray();
        Value upstream = gradient.upstream(0);
        Value sum = gradient.emit(
                "ReduceSum",
                Attributes.NONE.with("keepdims", 1),
                gradient.emit("Mul", upstream, y),
                gradient.integers(axes));
        return List.of(gradient.emit("Mul", y, gradient.emit("Sub", upstream, sum)));
    }
}
