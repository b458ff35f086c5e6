package network.millrace.proof.kernels;

import java.util.Arrays;
import network.millrace.proof.kernels.MatrixProduct.RightSide;

/**
 * The windows of a convolution over some channels of an image, as a matrix that nobody writes down: a row for each channel and
 * place in the kernel, row-major; a column for each window, row-major. What lies in the padding is +0.
 */
public final class Patches implements RightSide {
    /** Fewer elements are copied faster by a loop than by a call. */
    private static final int SHORT = 8;

    final float[] image;
    final int offset;
    final Geometry geometry;

    /**
     * The windows over neighbouring channels.
     *
     * @param offset of the first element of the first channel
     */
    public Patches(Geometry geometry, float[] image, int offset) {
        this.geometry = geometry;
        this.image = image;
        this.offset = offset;
    }

    /** How windows lie over the axes of one channel. */
    public static final class Geometry {
        final int[] sizes;
        final int[] windows;
        final int[] kernel;
        final int[] strides;
        final int[] dilations;
        final int[] before;
        final int plane;
        final int places;

        /**
         * Each array has a number for each axis.
         *
         * @param sizes of a channel
         * @param windows how many there are
         * @param kernel its sizes
         * @param before how much padding lies before the first element
         */
        public Geometry(int[] sizes, int[] windows, int[] kernel, int[] strides, int[] dilations, int[] before) {
            this.sizes = sizes.clone();
            this.windows = windows.clone();
            this.kernel = kernel.clone();
            this.strides = strides.clone();
            this.dilations = dilations.clone();
            this.before = before.clone();
            this.plane = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
            this.places = Arrays.stream(kernel).reduce(1, Math::multiplyExact);
        }

        /** What the axes up to one contribute to the number of a line; -1 in the padding. */
        private int above(int lastAxis, int windowLine, int outerPlace) {
            int row = 0;
            int scale = 1;
            int window = windowLine;
            int place = outerPlace;
            for (int axis = lastAxis; axis >= 0; axis--) {
                int along =
                        window % windows[axis] * strides[axis] - before[axis] + place % kernel[axis] * dilations[axis];
                if (along < 0 || along >= sizes[axis]) {
                    return -1;
                }
                row += along * scale;
                scale *= sizes[axis];
                window /= windows[axis];
                place /= kernel[axis];
            }
            return row;
        }

        /** How many windows there are over the axes from one on. */
        int windowsFrom(int axis) {
            return Arrays.stream(windows, axis, windows.length).reduce(1, Math::multiplyExact);
        }

        /** Whether each window is one element and they are all of a channel's, in order: then the matrix is the image itself. */
        public boolean isPlain() {
            boolean plain = places == 1 && Arrays.equals(sizes, windows);
            for (int axis = 0; axis < sizes.length; axis++) {
                plain &= before[axis] == 0 && (strides[axis] == 1 || sizes[axis] == 1);
            }
            return plain;
        }
    }

    /** Line by line of windows, of which each reads one line of the image. Divisions are dear, so nothing is divided per line. */
    @Override
    public void copyRow(int k, int first, int count, float[] to, int at) {
        Geometry g = geometry;
        int last = g.sizes.length - 1;
        int place = k % g.places;
        int channel = offset + k / g.places * g.plane;
        int shift = place % g.kernel[last] * g.dilations[last] - g.before[last];
        Line line = new Line(g, place / g.kernel[last], first / g.windows[last]);
        // Windows from low to high read an element of the line; those outside are in the padding.
        int stride = g.strides[last];
        int low = Math.clamp(Math.ceilDiv(-shift, stride), 0, g.windows[last]);
        int high = Math.clamp(Math.floorDiv(g.sizes[last] - 1 - shift, stride) + 1, low, g.windows[last]);
        int from = first % g.windows[last];
        int target = at;
        int end = at + count;
        while (target < end) {
            int until = Math.min(g.windows[last], from + end - target);
            int source = line.source();
            int inside = source < 0 ? until : Math.min(Math.max(low, from), until);
            int outside = source < 0 ? until : Math.min(Math.max(high, inside), until);
            for (int j = from; j < inside; j++) {
                to[target++] = 0f;
            }
            int element = channel + source * g.sizes[last] + inside * stride + shift;
            if (stride == 1 && outside - inside > SHORT) {
                System.arraycopy(image, element, to, target, outside - inside);
                target += outside - inside;
            } else {
                for (int j = inside; j < outside; j++) {
                    to[target++] = image[element];
                    element += stride;
                }
            }
            for (int j = outside; j < until; j++) {
                to[target++] = 0f;
            }
            from = 0;
            line.next();
        }
    }

    /** A line of windows at one outer place of the kernel, and the line of the image that it reads. */
    private static final class Line {
        private final Geometry geometry;
        private final int place;
        private int window;
        /** Along the axis above the last, of the image; the others change so seldom that they are computed anew. */
        private int along;

        private int left;
        private int above;

        Line(Geometry geometry, int place, int window) {
            this.geometry = geometry;
            this.place = place;
            this.window = window;
            find();
        }

        private void find() {
            Geometry g = geometry;
            int axis = g.sizes.length - 2;
            if (axis < 0) {
                left = 1;
                return;
            }
            int within = window % g.windows[axis];
            along = within * g.strides[axis] - g.before[axis] + place % g.kernel[axis] * g.dilations[axis];
            left = g.windows[axis] - within;
            above = g.above(axis - 1, window / g.windows[axis], place / g.kernel[axis]);
        }

        void next() {
            window++;
            left--;
            if (left > 0) {
                along += geometry.strides[geometry.strides.length - 2];
            } else {
                find();
            }
        }

        /** Number of the image's line within the channel; -1 in the padding. */
        int source() {
            int axis = geometry.sizes.length - 2;
            if (axis < 0) {
                return 0;
            }
            return above < 0 || along < 0 || along >= geometry.sizes[axis] ? -1 : above * geometry.sizes[axis] + along;
        }
    }
}
