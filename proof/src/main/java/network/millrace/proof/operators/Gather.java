package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** Slices along an axis, chosen by index; a negative index counts from the end, one outside is refused when it comes up. */
final class Gather implements Primitive, Differentiable {
    @Override
    public String name() {
        return "Gather";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        if (in.elements(1) != DataType.INT64 && in.elements(1) != DataType.INT32) {
            throw RefusedException.malformed(
                    "the indices of Gather must be int32 or int64; they are " + in.elements(1));
        }
        Shape data = in.shape(0);
        Shape indices = in.shape(1);
        int axis = data.axis(in.attributes().integer("axis", 0));
        int[] result = new int[data.rank() - 1 + indices.rank()];
        System.arraycopy(data.dimensions(), 0, result, 0, axis);
        System.arraycopy(indices.dimensions(), 0, result, axis, indices.rank());
        System.arraycopy(data.dimensions(), axis + 1, result, axis + indices.rank(), data.rank() - axis - 1);
        return List.of(in.type(0).shaped(Shape.of(result)));
    }

    @Override
    public void compute(Call call) {
        Tensor data = call.input(0);
        Tensor indices = call.input(1);
        Shape shape = data.shape();
        int axis = shape.axis(call.attributes().integer("axis", 0));
        int size = shape.dimension(axis);
        int outer = shape.product(0, axis);
        int inner = shape.product(axis + 1, shape.rank());
        int target = 0;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < indices.size(); i++) {
                int index = index(indices.integer(i), size);
                System.arraycopy(
                        data.array(), (o * size + index) * inner, call.output(0).array(), target, inner);
                target += inner;
            }
        }
    }

    private static int index(long index, int size) {
        if (index < -size || index >= size) {
            throw RefusedException.malformed("index " + index + " of Gather lies outside of an axis of " + size);
        }
        return (int) (index < 0 ? index + size : index);
    }

    @Override
    public TileRule tileRule() {
        return (MovedElement) (signature, inputs, element) -> {
            Shape data = signature.input(0).shape();
            Shape indices = signature.input(1).shape();
            int axis = data.axis(signature.attributes().integer("axis", 0));
            int inner = data.product(axis + 1, data.rank());
            long chosen = element / inner % Math.max(indices.size(), 1);
            long outer = element / inner / Math.max(indices.size(), 1);
            int index = index(inputs.element(signature, 1, chosen).integer(0), data.dimension(axis));
            return inputs.element(signature, 0, (outer * data.dimension(axis) + index) * inner + element % inner);
        };
    }

    /** Zeros to which each slice's gradient is added, with the axis brought to the front for it. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Value data = gradient.input(0);
        Value indices = gradient.input(1);
        Shape shape = data.shape();
        int axis = shape.axis(gradient.attributes().integer("axis", 0));
        int named = indices.shape().rank();
        long[] front = Stream.of(
                        LongStream.range(axis, axis + named),
                        LongStream.range(0, axis),
                        LongStream.range(axis + named, shape.rank() - 1L + named))
                .flatMapToLong(axes -> axes)
                .toArray();
        Value updates = gradient.emit("Transpose", Attributes.NONE.with("perm", front), gradient.upstream(0));
        long[] column = Arrays.copyOf(indices.shape().toLongs(), named + 1);
        column[named] = 1;
        long[] moved = Stream.of(
                        LongStream.of(axis), LongStream.range(0, axis), LongStream.range(axis + 1L, shape.rank()))
                .flatMapToLong(axes -> axes)
                .toArray();
        int[] dimensions =
                Arrays.stream(moved).mapToInt(d -> shape.dimension((int) d)).toArray();
        Value sum = gradient.emit(
                "ScatterND",
                Attributes.NONE.with("reduction", "add"),
                Fill.like(gradient, data, 0, Shape.of(dimensions)),
                gradient.reshape(indices, Shape.of(column)),
                updates);
        long[] back = new long[moved.length];
        for (int d = 0; d < back.length; d++) {
            back[(int) moved[d]] = d;
        }
        return List.of(gradient.emit("Transpose", Attributes.NONE.with("perm", back), sum), Value.ABSENT);
    }
}
