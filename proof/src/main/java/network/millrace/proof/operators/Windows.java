package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Patches;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TileGrid;

/**
 * How windows lie over the spatial axes of an input, for convolutions and pooling. The canonical attributes are {@code strides},
 * {@code dilations} and {@code pads}, each for every spatial axis; {@code auto_pad} is resolved when the program is made.
 */
final class Windows {
    private static final int COUNT_MAX = 1 << 24;

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

    /** The windows of a pooling, whose attributes name the kernel's shape. */
    static Windows ofPool(Attributes attributes, Shape input) {
        if (input.rank() < 3) {
            throw RefusedException.malformed("a pooling takes an input of rank 3 at least; its shape is " + input);
        }
        int axes = input.rank() - 2;
        int[] kernel = ints(attributes, "kernel_shape", axes, 0, 1);
        Windows windows = of(attributes, input, kernel);
        if (attributes.flag("ceil_mode", false)) {
            windows.coverTheRest(input);
        }
        return windows;
    }

    /** Widens the padding at the ends for a last window that does not fit but begins in the input or before it. */
    private void coverTheRest(Shape input) {
        for (int i = 0; i < kernel.length; i++) {
            int size = input.dimension(2 + i);
            int reach = (kernel[i] - 1) * dilations[i] + 1;
            int count = Math.ceilDiv(Math.max(0, size + before[i] + after[i] - reach), strides[i]) + 1;
            if ((count - 1) * strides[i] >= size + before[i]) {
                count--;
            }
            after[i] = Math.max(0, (count - 1) * strides[i] + reach - size - before[i]);
        }
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
            if (counts[i] > COUNT_MAX) {
                throw RefusedException.overLimit("windows along an axis", counts[i], COUNT_MAX);
            }
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

    /**
     * How many places of a window lie in an axis.
     *
     * @param padded whether the padding, as far as {@code behind} goes, counts too
     */
    int inside(int axis, int window, int size, boolean padded, int behind) {
        long first = source(axis, window, 0);
        long from = padded ? 0 : Math.max(0, Math.ceilDiv(-first, dilations[axis]));
        long to = Math.ceilDiv((padded ? (long) size + behind : size) - first, dilations[axis]);
        return (int) Math.max(0, Math.min(to, kernel[axis]) - from);
    }

    /** Requires that every window has an element of the input. */
    void requireElements(Shape input) {
        int[] counts = counts(input);
        for (int axis = 0; axis < counts.length; axis++) {
            for (int window = 0; window < counts[axis]; window++) {
                if (inside(axis, window, input.dimension(2 + axis), false, 0) == 0) {
                    throw RefusedException.malformed(
                            "window " + window + " along spatial axis " + axis + " holds nothing but padding");
                }
            }
        }
    }

    /** The padding behind an axis. */
    int behind(int axis) {
        return after[axis];
    }

    Shape kernel() {
        return Shape.of(kernel);
    }

    int dilation(int axis) {
        return dilations[axis];
    }

    /** How many places of the kernel a link of a chain takes: a row where that spans no more than a tile, or one. */
    int near() {
        int last = kernel.length - 1;
        boolean near = (long) (kernel[last] - 1) * dilations[last] < TileGrid.EDGE;
        return near ? kernel[last] : 1;
    }

    /**
     * The flat index of the element of the input that a place of the kernel meets, or -1 in the padding.
     *
     * @param plane which channel of which image
     * @param output where the window's result stands in the output, batch and channel before it
     */
    long source(Shape input, long plane, int[] output, int[] place) {
        long source = plane;
        for (int axis = 0; axis < kernel.length; axis++) {
            int along = source(axis, output[2 + axis], place[axis]);
            if (along < 0 || along >= input.dimension(2 + axis)) {
                return -1;
            }
            source = source * input.dimension(2 + axis) + along;
        }
        return source;
    }

    /** Elements of the input that one place of the kernel meets in neighbouring windows. */
    @FunctionalInterface
    interface Row {
        /**
         * A run of windows.
         *
         * @param target the first window's place in the output
         * @param source the element that it meets
         * @param step how far the next window's element lies behind
         */
        void meet(int target, int source, int step, int count);
    }

    /** Runs over all windows of a plane, row by row, and for each over the places of the kernel, row-major, that are not in the padding. */
    void rows(Shape input, int plane, Row row) {
        int[] counts = counts(input);
        int last = kernel.length - 1;
        Shape outer = Shape.of(Arrays.copyOf(counts, last));
        int size = input.dimension(-1);
        long kernelSize = kernel().size();
        for (int line = 0; line < outer.size(); line++) {
            int[] window = Places.of(outer, line);
            int target = (plane * outer.arraySize() + line) * counts[last];
            int[] place = new int[kernel.length];
            for (long k = 0; k < kernelSize; k++) {
                int source = plane;
                for (int axis = 0; source >= 0 && axis < last; axis++) {
                    int along = source(axis, window[axis], place[axis]);
                    boolean inside = along >= 0 && along < input.dimension(2 + axis);
                    source = inside ? source * input.dimension(2 + axis) + along : -1;
                }
                int offset = source(last, 0, place[last]);
                int from = Math.clamp(Math.ceilDiv(-(long) offset, strides[last]), 0, counts[last]);
                int to = Math.clamp(Math.ceilDiv((long) size - offset, strides[last]), 0, counts[last]);
                if (source >= 0 && from < to) {
                    row.meet(target + from, source * size + offset + from * strides[last], strides[last], to - from);
                }
                next(place);
            }
        }
    }

    /** The next place of the kernel, row-major. */
    private void next(int[] place) {
        for (int axis = place.length - 1; axis >= 0; axis--) {
            place[axis]++;
            if (place[axis] < kernel[axis]) {
                return;
            }
            place[axis] = 0;
        }
    }
}
