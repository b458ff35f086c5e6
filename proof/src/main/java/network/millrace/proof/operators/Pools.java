package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Poolings that add: convolutions of each channel by itself with weights of 1. */
final class Pools {
    private Pools() {}

    /** The sum over each window, divided by how many elements of the input, or of it and its padding, lie in the window. */
    static Value average(Expansion e) {
        Value x = e.input(0);
        Windows windows = Windows.ofPool(e.attributes(), x.shape());
        boolean padded = e.attributes().flag("count_include_pad", false);
        if (!padded) {
            windows.requireElements(x.shape());
        }
        Windows given = Windows.ofPool(e.attributes().without("ceil_mode"), x.shape());
        return e.emit("Div", sums(e, x, windows), counts(e, x, windows, given, padded));
    }

    /** The root of the sum of powers of sizes over each window. */
    static Value lp(Expansion e) {
        Value x = e.input(0);
        long p = power(e);
        return root(e, sums(e, powers(e, x, p), Windows.ofPool(e.attributes(), x.shape())), p);
    }

    static Value globalLp(Expansion e) {
        Value x = e.input(0);
        long p = power(e);
        Value axes = e.integers(LongStream.range(2, x.shape().rank()).toArray());
        return root(e, e.emit("ReduceSum", Attributes.NONE.with("keepdims", 1), powers(e, x, p), axes), p);
    }

    private static long power(Expansion e) {
        long p = e.attributes().integer("p", 2);
        if (p < 1) {
            throw RefusedException.malformed("p of a pooling must be 1 or more; it is " + p);
        }
        return p;
    }

    private static Value powers(Expansion e, Value x, long p) {
        if (p == 2) {
            return e.emit("Mul", x, x);
        }
        Value size = e.emit("Abs", x);
        return p == 1 ? size : e.emit("Pow", size, e.scalarLike(x, (double) p));
    }

    private static Value root(Expansion e, Value sum, long p) {
        return switch ((int) Math.min(p, 3)) {
            case 1 -> sum;
            case 2 -> e.emit("Sqrt", sum);
            default -> e.emit("Pow", sum, e.emit("Div", e.scalarLike(sum, 1), e.scalarLike(sum, (double) p)));
        };
    }

    private static Value sums(Expansion e, Value x, Windows windows) {
        Shape shape = x.shape();
        int[] apart = shape.dimensions();
        apart[0] = shape.product(0, 2);
        apart[1] = 1;
        int[] kernel = new int[shape.rank()];
        Arrays.fill(kernel, 1);
        System.arraycopy(windows.kernel().dimensions(), 0, kernel, 2, kernel.length - 2);
        Value ones = Fill.like(e, x, 1, Shape.of(kernel));
        Value sums = e.emit("Conv", windows.canonical().with("group", 1), e.reshape(x, Shape.of(apart)), ones);
        int[] result = sums.shape().dimensions();
        result[0] = shape.dimension(0);
        result[1] = shape.dimension(1);
        return e.reshape(sums, Shape.of(result));
    }

    /** The product over the axes of how many elements a window has along each: one number, or one for each window. */
    private static Value counts(Expansion e, Value x, Windows windows, Windows given, boolean padded) {
        int[] sizes = windows.counts(x.shape());
        Value product = e.scalarLike(x, 1);
        for (int axis = 0; axis < sizes.length; axis++) {
            int[] column = new int[sizes.length];
            Arrays.fill(column, 1);
            column[axis] = sizes[axis];
            Tensor counts = Tensor.allocate(DataType.FLOAT32, Shape.of(column));
            for (int window = 0; window < sizes[axis]; window++) {
                counts.floats()[window] =
                        windows.inside(axis, window, x.shape().dimension(2 + axis), padded, given.behind(axis));
            }
            product = e.emit("Mul", product, like(e, x, shortened(counts)));
        }
        return product;
    }

    private static Tensor shortened(Tensor counts) {
        float first = counts.size() == 0 ? 1 : counts.floats()[0];
        for (float count : counts.floats()) {
            if (count != first) {
                return counts;
            }
        }
        return Tensor.scalar(first);
    }

    private static Value like(Expansion e, Value x, Tensor floats) {
        Value value = e.constant(floats);
        return x.type().type() == DataType.FLOAT32
                ? value
                : e.emit("Cast", Attributes.NONE.with("to", x.type().type().code()), value);
    }
}
