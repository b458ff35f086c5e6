package network.millrace.proof.kernels;

import java.util.Arrays;
import network.millrace.proof.kernels.MatrixProduct.RightSide;

/**
 * The windows of a convolution over some channels of an image, as a matrix that nobody writes down: a row for each channel and
 * place in the kernel, row-major; a column for each window, row-major. What lies in the padding is +0.
 */
public final class Patches implements RightSide {
    private final float[] image;
    private final int offset;
    private final Geometry geometry;

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
        private final int[] sizes;
        private final int[] windows;
        private final int[] kernel;
        private final int[] strides;
        private final int[] dilations;
        private final int[] before;
        private final int plane;
        private final int places;

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

        /** Whether each window is one element and they are all of a channel's, in order: then the matrix is the image itself. */
        public boolean isPlain() {
            boolean plain = places == 1 && Arrays.equals(sizes, windows);
            for (int axis = 0; axis < sizes.length; axis++) {
                plain &= before[axis] == 0 && (strides[axis] == 1 || sizes[axis] == 1);
            }
            return plain;
        }
    }

    @Override
    public void copyRow(int k, int first, int count, float[] to, int at) {
        Geometry g = geometry;
        int last = g.sizes.length - 1;
        int place = k % g.places;
        int channel = offset + k / g.places * g.plane;
        int shift = place % g.kernel[last] * g.dilations[last] - g.before[last];
        int outer = place / g.kernel[last];
        int done = 0;
        while (done < count) {
            int window = first + done;
            int from = window % g.windows[last];
            int length = Math.min(count - done, g.windows[last] - from);
            int row = row(window / g.windows[last], outer);
            if (row < 0) {
                Arrays.fill(to, at + done, at + done + length, 0f);
            } else {
                copyLine(channel + row * g.sizes[last], shift, from, length, to, at + done);
            }
            done += length;
        }
    }

    /** Which line of a channel the windows of one line read at an outer place of the kernel; -1 in the padding. */
    private int row(int windowLine, int outerPlace) {
        Geometry g = geometry;
        int row = 0;
        int scale = 1;
        int window = windowLine;
        int place = outerPlace;
        for (int axis = g.sizes.length - 2; axis >= 0; axis--) {
            int along = window % g.windows[axis] * g.strides[axis]
                    - g.before[axis]
                    + place % g.kernel[axis] * g.dilations[axis];
            if (along < 0 || along >= g.sizes[axis]) {
                return -1;
            }
            row += along * scale;
            scale *= g.sizes[axis];
            window /= g.windows[axis];
            place /= g.kernel[axis];
        }
        return row;
    }

    /** Elements of one line, for windows from {@code from} on; those outside of it are +0. */
    private void copyLine(int line, int shift, int from, int length, float[] to, int at) {
        int last = geometry.sizes.length - 1;
        int stride = geometry.strides[last];
        int size = geometry.sizes[last];
        int inside = Math.clamp(Math.ceilDiv(-shift, stride), from, from + length);
        int outside = Math.clamp(Math.floorDiv(size - 1 - shift, stride) + 1, inside, from + length);
        Arrays.fill(to, at, at + inside - from, 0f);
        if (stride == 1) {
            System.arraycopy(image, line + inside + shift, to, at + inside - from, outside - inside);
        } else {
            int source = line + inside * stride + shift;
            for (int j = inside - from; j < outside - from; j++) {
                to[at + j] = image[source];
                source += stride;
            }
        }
        Arrays.fill(to, at + outside - from, at + length, 0f);
    }
}
