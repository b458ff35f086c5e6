package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Patches;
import network.millrace.proof.tensor.Shape;

/**
 * How windows lie over the spatial axes of an input, for convolutions and pooling. The canonical attributes are {@code strides},
 * {@code dilations} and {@code pads}, each for every spatial axis; {@code auto_pad} is resolved when the program is made.
 */
final class Windows {
    private final int[] kernel;
    private final int[] strides;
    private final int[] dilations;
    private final int[] before;
    private final int[] after;

    private Windows(int[] kernel, int[] strides, int[] dilations, int[] before, int[] after) {
        this.kernel = kernel;
        this.strides = strides;
        this.dilations = dilations;
        this.before = before;
        this.after = after;
    }

    /** The windows that attributes describe over an input whose first two axes are batch and channels. */
    static Windows of(Attributes attributes, Shape input, int[] kernel) {
        int axes = kernel.length;
        int[] strides = ints(attributes, "strides", axes, 1, 1);
        int[] dilations = ints(attributes, "dilations", axes, 1, 1);
        int[] pads = ints(attributes, "pads", 2 * axes, 0, 0);
        int[] before = Arrays.copyOf(pads, axes);
        int[] after = Arrays.copyOfRange(pads, axes, 2 * axes);
        String automatic = attributes.text("auto_pad", "NOTSET");
        if (automatic.startsWith("SAME")) {
            for (int i = 0; i < axes; i++) {
                int size = input.dimension(2 + i);
                int reach = (kernel[i] - 1) * dilations[i] + 1;
                int missing = Math.max(0, (Math.ceilDiv(size, strides[i]) - 1) * strides[i] + reach - size);
                boolean less = automatic.equals("SAME_UPPER");
                before[i] = less ? missing / 2 : missing - missing / 2;
                after[i] = missing - before[i];
            }
        } else if (automatic.equals("VALID")) {
            Arrays.fill(before, 0);
            Arrays.fill(after, 0);
        }
        return new Windows(kernel.clone(), strides, dilations, before, after);
    }

    private static int[] ints(Attributes attributes, String name, int count, int absent, int min) {
        long[] given = attributes.integers(name).orElseGet(() -> {
            long[] values = new long[count];
            Arrays.fill(values, absent);
            return values;
        });
        if (given.length != count || Arrays.stream(given).anyMatch(value -> value < min || value > 1 << 20)) {
            throw RefusedException.malformed(name + " must be " + count + " numbers from " + min + " to " + (1 << 20)
                    + "; it is " + Arrays.toString(given));
        }
        return Arrays.stream(given).mapToInt(value -> (int) value).toArray();
    }

    /** The attributes that say the same in full. */
    Attributes canonical() {
        return Attributes.NONE
                .with("strides", longs(strides))
                .with("dilations", longs(dilations))
                .with(
                        "pads",
                        longs(IntStream.concat(IntStream.of(before), IntStream.of(after))
                                .toArray()));
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    /** How many windows there are along each spatial axis. */
    int[] counts(Shape input) {
        int[] counts = new int[kernel.length];
        for (int i = 0; i < counts.length; i++) {
            long size = (long) input.dimension(2 + i) + before[i] + after[i];
            long reach = (long) (kernel[i] - 1) * dilations[i] + 1;
            if (size < reach) {
                throw RefusedException.malformed(
                        "a window of " + reach + " does not fit in an axis of " + size + " with its padding");
            }
            counts[i] = (int) ((size - reach) / strides[i]) + 1;
        }
        return counts;
    }

    /** The windows over one channel, for a matrix product. */
    Patches.Geometry over(Shape input, Shape output) {
        return new Patches.Geometry(
                Arrays.copyOfRange(input.dimensions(), 2, input.rank()),
                Arrays.copyOfRange(output.dimensions(), 2, output.rank()),
                kernel,
                strides,
                dilations,
                before);
    }

    /** Where along an axis the place of a window's kernel lies in the input; outside of it is padding. */
    int source(int axis, int window, int place) {
        return window * strides[axis] - before[axis] + place * dilations[axis];
    }

    Shape kernel() {
        return Shape.of(kernel);
    }

    int dilation(int axis) {
        return dilations[axis];
    }
}
