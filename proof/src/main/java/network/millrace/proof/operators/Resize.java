package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * An image, or any tensor, with more or fewer elements along its axes: one axis after another, for each tap of the interpolation a
 * Gather and a product with constant weights, added up in the order of the taps. A gradient and a tile rule follow from these.
 */
final class Resize {
    private static final int COUNT_MAX = 1 << 24;

    private final Expansion e;
    private final Shape shape;
    private final int[] axes;
    private final Resampling[] along;

    private Resize(Expansion e) {
        this.e = e;
        this.shape = e.input(0).shape();
        this.axes = Arrays.stream(e.attributes().integers("axes").orElseGet(() -> LongStream.range(0, shape.rank())
                        .toArray()))
                .mapToInt(shape::axis)
                .toArray();
        this.along = new Resampling[axes.length];
    }

    static Value expand(Expansion e) {
        Resize resize = new Resize(e);
        resize.measure();
        return resize.result();
    }

    /** The form of opset 10 and of Upsample: scales only, from the left edge of the first element on. */
    static Value old(Expansion e) {
        return old(e, e.input(1));
    }

    /** Upsample with its scales as an attribute. */
    static Value oldest(Expansion e) {
        float[] scales = e.attributes().numbers("scales").orElse(new float[0]);
        return old(e, e.constant(Tensor.of(Shape.of(scales.length), scales)));
    }

    private static Value old(Expansion e, Value scales) {
        Attributes attributes = Attributes.NONE
                .with("mode", e.attributes().text("mode", "nearest"))
                .with("coordinate_transformation_mode", "asymmetric")
                .with("nearest_mode", "floor");
        return e.emit("Resize", attributes, e.input(0), Value.ABSENT, scales);
    }

    private boolean given(int input) {
        return e.has(input) && e.input(input).shape().size() > 0;
    }

    private double[] numbers(int input, String what, int count) {
        Tensor tensor = e.input(input).known("the " + what + " of Resize");
        if (tensor.size() != count) {
            throw RefusedException.malformed(
                    "Resize needs " + count + " numbers as " + what + "; it has " + tensor.size());
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = tensor.real(i);
        }
        return numbers;
    }

    private void measure() {
        double[] scales = new double[axes.length];
        double[] counts = new double[axes.length];
        if (given(3)) {
            counts = numbers(3, "sizes", axes.length);
            for (int i = 0; i < axes.length; i++) {
                scales[i] = counts[i] / shape.dimension(axes[i]);
            }
            keepAspectRatio(scales, counts);
        } else {
            scales = numbers(2, "scales", axes.length);
            for (int i = 0; i < axes.length; i++) {
                counts[i] = Math.floor(scales[i] * shape.dimension(axes[i]));
            }
        }
        double[] region = given(1) ? numbers(1, "region", 2 * axes.length) : new double[0];
        for (int i = 0; i < axes.length; i++) {
            boolean cropped = region.length > 0;
            along[i] = new Resampling(
                    e.attributes(),
                    shape.dimension(axes[i]),
                    count(counts[i], shape.dimension(axes[i])),
                    scales[i],
                    cropped ? region[i] : 0,
                    cropped ? region[axes.length + i] : 1);
        }
    }

    private static int count(double count, int size) {
        if (!(count >= 0) || (size == 0 && count > 0)) {
            throw RefusedException.malformed("an axis of " + size + " cannot be resized to " + count);
        }
        if (count > COUNT_MAX) {
            throw RefusedException.overLimit("elements of a resized axis", (long) count, COUNT_MAX);
        }
        return (int) count;
    }

    private void keepAspectRatio(double[] scales, double[] counts) {
        String policy = e.attributes().text("keep_aspect_ratio_policy", "stretch");
        if (policy.equals("stretch")) {
            return;
        }
        double scale = policy.equals("not_larger")
                ? Arrays.stream(scales).min().orElse(1)
                : Arrays.stream(scales).max().orElse(1);
        for (int i = 0; i < axes.length; i++) {
            scales[i] = scale;
            counts[i] = Math.floor(scale * shape.dimension(axes[i]) + 0.5);
        }
    }

    private Value result() {
        Value value = e.input(0);
        for (int i = 0; i < axes.length; i++) {
            if (!along[i].isIdentity()) {
                value = resized(value, axes[i], along[i]);
            }
        }
        for (int i = 0; i < axes.length; i++) {
            value = extrapolated(value, axes[i], along[i]);
        }
        return value;
    }

    private Value resized(Value value, int axis, Resampling resampling) {
        Attributes attributes = Attributes.NONE.with("axis", axis);
        int count = resampling.count();
        if (e.attributes().text("mode", "nearest").equals("nearest")) {
            long[] sources = new long[count];
            for (int i = 0; i < count; i++) {
                sources[i] = resampling.nearest(i);
            }
            return e.emit("Gather", attributes, value, e.integers(sources));
        }
        if (!value.type().type().isFloating()) {
            throw RefusedException.unsupported(
                    "Resize of " + value.type().type() + " is supported by mode nearest only");
        }
        double[][] all = resampling.weights();
        Value sum = Value.ABSENT;
        for (int tap = 0; tap < resampling.taps(); tap++) {
            double[] weights = new double[count];
            long[] sources = new long[count];
            boolean nothing = true;
            for (int i = 0; i < count; i++) {
                weights[i] = all[i][tap];
                sources[i] = resampling.index(i, tap);
                nothing &= (float) weights[i] == 0;
            }
            if (!nothing || (tap == resampling.taps() - 1 && sum.isAbsent())) {
                Value taken = e.emit("Gather", attributes, value, e.integers(sources));
                Value constant = Turns.constant(e, value.type().type(), column(axis, count), weights);
                Value term = e.emit("Mul", taken, constant);
                sum = sum.isAbsent() ? term : e.emit("Add", sum, term);
            }
        }
        return sum;
    }

    private Shape column(int axis, int count) {
        int[] column = new int[shape.rank()];
        Arrays.fill(column, 1);
        column[axis] = count;
        return Shape.of(column);
    }

    private Value extrapolated(Value value, int axis, Resampling resampling) {
        int count = resampling.count();
        boolean[] outside = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            outside[i] = resampling.isOutside(i);
            any |= outside[i];
        }
        if (!any) {
            return value;
        }
        Value number = e.scalarLike(value, e.attributes().number("extrapolation_value", 0));
        return e.emit("Where", e.constant(Tensor.of(column(axis, count), outside)), number, value);
    }
}
