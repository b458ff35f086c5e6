package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;

/**
 * The convolution the other way round, as a convolution: between the elements of the input stand stride - 1 zeros, the kernel is
 * turned round, and its inputs and outputs are exchanged.
 */
final class ConvTranspose {
    private final Expansion e;
    private final Shape input;
    private final Shape weights;
    private final int axes;
    private final long[] strides;
    private final long[] dilations;
    private final long[] before;
    private final long[] after;

    private ConvTranspose(Expansion e) {
        this.e = e;
        this.input = e.input(0).shape();
        this.weights = e.input(1).shape();
        if (input.rank() < 3 || weights.rank() != input.rank() || weights.dimension(0) != input.dimension(1)) {
            throw RefusedException.malformed("ConvTranspose takes an input and weights of one rank, at least 3, and as "
                    + "many channels; their shapes are " + input + " and " + weights);
        }
        this.axes = input.rank() - 2;
        this.strides = numbers("strides", axes, 1, 1);
        this.dilations = numbers("dilations", axes, 1, 1);
        long[] pads = numbers("pads", 2 * axes, 0, 0);
        this.before = Arrays.copyOf(pads, axes);
        this.after = Arrays.copyOfRange(pads, axes, 2 * axes);
    }

    static Value expand(Expansion e) {
        return new ConvTranspose(e).result();
    }

    private long[] numbers(String name, int count, long absent, long min) {
        long[] given = e.attributes()
                .integers(name)
                .orElseGet(() -> LongStream.generate(() -> absent).limit(count).toArray());
        if (given.length != count || Arrays.stream(given).anyMatch(number -> number < min || number > 1 << 20)) {
            throw RefusedException.malformed(name + " must be " + count + " numbers from " + min + " to " + (1 << 20)
                    + "; it is " + Arrays.toString(given));
        }
        return given;
    }

    private long reach(int axis) {
        return (weights.dimension(2 + axis) - 1) * dilations[axis] + 1;
    }

    private Value result() {
        long[] more = numbers("output_padding", axes, 0, 0);
        resolvePads(more);
        long[] pads = new long[2 * axes];
        for (int axis = 0; axis < axes; axis++) {
            pads[axis] = reach(axis) - 1 - before[axis];
            pads[axes + axis] = reach(axis) - 1 - after[axis] + more[axis] - (strides[axis] - 1);
        }
        Value x = spread();
        if (Arrays.stream(pads).anyMatch(pad -> pad < 0)) {
            long[] all = new long[2 * input.rank()];
            System.arraycopy(pads, 0, all, 2, axes);
            System.arraycopy(pads, axes, all, input.rank() + 2, axes);
            x = e.emit("Pad", x, e.integers(all), e.scalarLike(x, 0));
            Arrays.fill(pads, 0);
        }
        long groups = e.attributes().integer("group", 1);
        Attributes attributes = Attributes.NONE
                .with("strides", LongStream.generate(() -> 1).limit(axes).toArray())
                .with("dilations", dilations)
                .with("pads", pads)
                .with("group", groups);
        return e.has(2)
                ? e.emit("Conv", attributes, x, turned(groups), e.input(2))
                : e.emit("Conv", attributes, x, turned(groups));
    }

    /**
     * What auto_pad and output_shape mean: padding that is taken away, so that the output has its size. An output_shape beyond the last
     * window is filled up with what the windows give there, zeros and the bias; auto_pad does not fill up.
     */
    private void resolvePads(long[] more) {
        String automatic = e.attributes().text("auto_pad", "NOTSET");
        if (automatic.equals("VALID")) {
            Arrays.fill(before, 0);
            Arrays.fill(after, 0);
        }
        boolean same = automatic.startsWith("SAME");
        long[] sizes = e.attributes().integers("output_shape").orElse(new long[0]);
        if (sizes.length > axes) {
            sizes = Arrays.copyOfRange(sizes, sizes.length - axes, sizes.length);
        }
        if (sizes.length != 0 && sizes.length != axes) {
            throw RefusedException.malformed("output_shape of ConvTranspose must be " + axes + " numbers");
        }
        for (int axis = 0; axis < axes && (same || sizes.length > 0); axis++) {
            long whole = strides[axis] * (input.dimension(2 + axis) - 1) + more[axis] + reach(axis);
            long wanted = sizes.length > 0 ? sizes[axis] : input.dimension(2 + axis) * strides[axis];
            long total = whole - wanted;
            if (total < 0) {
                more[axis] -= sizes.length > 0 ? total : 0;
                total = 0;
            }
            long half = total / 2;
            before[axis] = automatic.equals("SAME_UPPER") ? half : total - half;
            after[axis] = total - before[axis];
        }
    }

    /** The input with stride - 1 zeros behind every element along each axis. */
    private Value spread() {
        if (Arrays.stream(strides).allMatch(stride -> stride == 1)) {
            return e.input(0);
        }
        int rank = 2 + 2 * axes;
        long[] apart = new long[rank];
        long[] pads = new long[2 * rank];
        long[] joined = input.toLongs();
        System.arraycopy(joined, 0, apart, 0, 2);
        for (int axis = 0; axis < axes; axis++) {
            apart[2 + 2 * axis] = input.dimension(2 + axis);
            apart[3 + 2 * axis] = 1;
            pads[rank + 3 + 2 * axis] = strides[axis] - 1;
            joined[2 + axis] *= strides[axis];
        }
        Value x = e.reshape(e.input(0), Shape.of(apart));
        return e.reshape(e.emit("Pad", x, e.integers(pads), e.scalarLike(x, 0)), Shape.of(joined));
    }

    /** The weights as Conv takes them: outputs before inputs of each group, the kernel backwards along each axis. */
    private Value turned(long groups) {
        if (groups < 1 || weights.dimension(0) % groups != 0) {
            throw RefusedException.malformed(
                    "weights " + weights + " of ConvTranspose do not fall in " + groups + " groups");
        }
        long[] apart = new long[weights.rank() + 1];
        apart[0] = groups;
        apart[1] = weights.dimension(0) / groups;
        System.arraycopy(weights.toLongs(), 1, apart, 2, weights.rank() - 1);
        long[] order = LongStream.range(0, apart.length).toArray();
        order[1] = 2;
        order[2] = 1;
        long[] joined = weights.toLongs();
        joined[0] = groups * weights.dimension(1);
        joined[1] = apart[1];
        Value grouped = e.reshape(e.input(1), Shape.of(apart));
        Value exchanged =
                e.reshape(e.emit("Transpose", Attributes.NONE.with("perm", order), grouped), Shape.of(joined));
        return Layouts.backwards(
                e, exchanged, IntStream.range(2, weights.rank()).toArray());
    }
}
