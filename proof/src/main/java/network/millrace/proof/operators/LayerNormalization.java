package network.millrace.proof.operators;

import java.util.List;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;

/**
 * Rows times the reciprocal of their standard deviation, scaled and shifted, where a row is all axes from one on: with the mean taken off
 * first (LayerNormalization), or not (RMSNormalization). The fused kernel takes one row after another.
 */
final class LayerNormalization implements Fused {
    private static final Attributes KEEP = Attributes.NONE.with("keepdims", 1);

    private final boolean centred;

    private LayerNormalization(boolean centred) {
        this.centred = centred;
    }

    static LayerNormalization aroundMean() {
        return new LayerNormalization(true);
    }

    static LayerNormalization rootMeanSquare() {
        return new LayerNormalization(false);
    }

    @Override
    public String name() {
        return centred ? "LayerNormalization" : "RMSNormalization";
    }

    @Override
    public List<Value> expand(Expansion e) {
        Value x = e.input(0);
        Shape shape = x.shape();
        int axis = axis(e.attributes(), shape);
        Value axes = e.integers(LongStream.range(axis, shape.rank()).toArray());
        Value numbers = Formulas.cast(e, x, stash(e.attributes()));
        Value mean = centred ? e.emit("ReduceMean", KEEP, numbers, axes) : Value.ABSENT;
        Value centre = centred ? e.emit("Sub", numbers, mean) : numbers;
        Value variance = e.emit("ReduceMean", KEEP, e.emit("Mul", centre, centre), axes);
        Value shifted = e.emit("Add", variance, e.scalarLike(variance, epsilon(e.attributes())));
        Value inverse = e.emit("Reciprocal", e.emit("Sqrt", shifted));
        DataType type = e.input(1).type().type();
        Value result = e.emit("Mul", Formulas.cast(e, e.emit("Mul", centre, inverse), type), e.input(1));
        result = e.has(2) ? e.emit("Add", result, e.input(2)) : result;
        if (!result.shape().equals(shape)) {
            throw RefusedException.malformed("scale and bias of " + name() + " do not broadcast to " + shape
                    + "; with them it becomes " + result.shape());
        }
        return e.wants(1) || e.wants(2) ? List.of(result, mean, inverse) : List.of(result);
    }

    private static int axis(Attributes attributes, Shape shape) {
        return shape.axis(attributes.integer("axis", -1));
    }

    private static DataType stash(Attributes attributes) {
        return DataType.of((int) attributes.integer("stash_type", DataType.FLOAT32.code()));
    }

    private static float epsilon(Attributes attributes) {
        return attributes.number("epsilon", 1e-5f);
    }

    @Override
    public boolean fuses(Signature signature) {
        Shape shape = signature.output(0).shape();
        int axis = axis(signature.attributes(), shape);
        for (int i = 0; i < signature.inputCount(); i++) {
            if (signature.has(i) && signature.input(i).type() != DataType.FLOAT32) {
                return false;
            }
        }
        return stash(signature.attributes()) == DataType.FLOAT32
                && isRow(signature.input(1).shape(), shape, axis)
                && (!signature.has(2) || isRow(signature.input(2).shape(), shape, axis));
    }

    /** Whether a scale or bias has one number for each element of a row, the same for all rows. */
    private static boolean isRow(Shape factor, Shape shape, int axis) {
        int length = shape.rank() - axis;
        boolean row = factor.rank() >= length && factor.size() == shape.product(axis, shape.rank());
        for (int d = 1; row && d <= length; d++) {
            row = factor.dimension(-d) == shape.dimension(-d);
        }
        return row;
    }

    @Override
    public void computeFused(Call call) {
        Shape shape = call.input(0).shape();
        int axis = axis(call.attributes(), shape);
        int length = shape.product(axis, shape.rank());
        float epsilon = epsilon(call.attributes());
        float[] x = call.input(0).floats();
        float[] scale = call.input(1).floats();
        float[] bias = call.has(2) ? call.input(2).floats() : new float[0];
        float[] y = call.output(0).floats();
        call.workers().run(shape.product(0, axis), row -> {
            normalize(call.kernels(), x, y, row * length, length, epsilon);
            scale(scale, bias, y, row * length, length);
        });
    }

    /** The output holds the squares before it holds the result. */
    private void normalize(Kernels kernels, float[] x, float[] y, int from, int length, float epsilon) {
        float mean = centred ? kernels.sum(x, from, 1, length) / length : 0;
        for (int i = from; i < from + length; i++) {
            float centre = x[i] - mean;
            y[i] = centre * centre;
        }
        float variance = kernels.sum(y, from, 1, length) / length;
        float inverse = 1 / (float) Math.sqrt(variance + epsilon);
        for (int i = from; i < from + length; i++) {
            y[i] = (x[i] - mean) * inverse;
        }
    }

    private static void scale(float[] scale, float[] bias, float[] y, int from, int length) {
        if (bias.length == 0) {
            for (int i = 0; i < length; i++) {
                y[from + i] = y[from + i] * scale[i];
            }
            return;
        }
        for (int i = 0; i < length; i++) {
            y[from + i] = y[from + i] * scale[i] + bias[i];
        }
    }
}
