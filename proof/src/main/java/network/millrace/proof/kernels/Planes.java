package network.millrace.proof.kernels;

import java.util.Arrays;
import network.millrace.proof.kernels.Patches.Geometry;

/**
 * The windows of a convolution without a copy for each place of the kernel. Each channel becomes a plane of its own: with its
 * padding, and, where windows lie a stride apart, one plane for each remainder of that stride. A plane is so wide that what a place
 * of the kernel meets in all windows is the plane itself, read from some element on. A column is therefore a position in the plane;
 * those in which no window begins, a few at the end of each line, are computed in vain and not copied to C.
 */
final class Planes implements RightOperand {
    /** How many times as many columns as windows there may be. */
    private static final double MOST = 1.3;

    /** Elements that a place of the kernel may lie behind the first one; they are read anew for each block of columns. */
    private static final int REACH = 4096;

    /** How many remainders a position of a window can have. */
    private static final int REMAINDERS = 16;

    private final Patches patches;
    private final Geometry geometry;
    private final int axes;
    /** Sizes of a plane, and how far apart neighbours along an axis are in it. */
    private final int[] sizes;

    private final int[] distances;
    /** For each place of the kernel the number of its plane, and where in it the first window meets it. */
    private final int[] planeOf;

    private final int[] shiftOf;
    /** For each plane its remainders, axis by axis. */
    private final int[][] remainders;

    private final int reach;
    private final int columns;

    private Planes(Patches patches) {
        this.patches = patches;
        this.geometry = patches.geometry;
        this.axes = geometry.sizes.length;
        this.sizes = new int[axes];
        for (int axis = 0; axis < axes; axis++) {
            sizes[axis] = geometry.windows[axis] + furthest(geometry, axis);
        }
        this.distances = distances(sizes);
        this.planeOf = new int[geometry.places];
        this.shiftOf = new int[geometry.places];
        this.remainders = findPlanes();
        this.reach = Arrays.stream(shiftOf).max().orElse(0);
        int last = 0;
        for (int axis = 0; axis < axes; axis++) {
            last += (geometry.windows[axis] - 1) * distances[axis];
        }
        this.columns = last + 1;
    }

    /** Whether the windows are suited: few columns are in vain, and a plane is short enough to be kept nearby. */
    static boolean suit(Geometry geometry) {
        long windows = 1;
        long columns = 1;
        long reach = 0;
        long distance = 1;
        long remainders = 1;
        for (int axis = geometry.sizes.length - 1; axis >= 0; axis--) {
            int furthest = furthest(geometry, axis);
            windows *= geometry.windows[axis];
            columns += (geometry.windows[axis] - 1) * distance;
            reach += furthest * distance;
            distance *= geometry.windows[axis] + furthest;
            remainders *= Math.min(geometry.strides[axis], geometry.kernel[axis]);
            if (windows == 0 || distance > Integer.MAX_VALUE || remainders > REMAINDERS) {
                return false;
            }
        }
        return reach <= REACH && padded(columns) <= MOST * padded(windows);
    }

    private static long padded(long columns) {
        return Math.ceilDiv(columns, VectorTile.WIDTH) * VectorTile.WIDTH;
    }

    static Planes of(Patches patches) {
        return new Planes(patches);
    }

    /** How many windows away the window is that begins where the kernel's last place lies. */
    private static int furthest(Geometry geometry, int axis) {
        return (geometry.kernel[axis] - 1) * geometry.dilations[axis] / geometry.strides[axis];
    }

    private static int[] distances(int[] sizes) {
        int[] distances = new int[sizes.length];
        int distance = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            distances[axis] = distance;
            distance *= sizes[axis];
        }
        return distances;
    }

    /** Numbers the planes that the places of the kernel lie in. */
    private int[][] findPlanes() {
        int[][] found = new int[geometry.places][];
        int count = 0;
        for (int place = 0; place < geometry.places; place++) {
            int[] remainder = new int[axes];
            int rest = place;
            for (int axis = axes - 1; axis >= 0; axis--) {
                int along = rest % geometry.kernel[axis] * geometry.dilations[axis];
                rest /= geometry.kernel[axis];
                remainder[axis] = along % geometry.strides[axis];
                shiftOf[place] += along / geometry.strides[axis] * distances[axis];
            }
            int number = 0;
            while (number < count && !Arrays.equals(found[number], remainder)) {
                number++;
            }
            found[number] = remainder;
            count = Math.max(count, number + 1);
            planeOf[place] = number;
        }
        return Arrays.copyOf(found, count);
    }

    /** How many columns the matrix has, those that are computed in vain among them. */
    int columns() {
        return columns;
    }

    @Override
    public void pack(int firstK, int depth, int firstColumn, int count, float[] packed) {
        int whole = Math.ceilDiv(count, VectorTile.WIDTH) * VectorTile.WIDTH;
        int length = whole + reach;
        float[] planes = new float[remainders.length * length];
        int k = firstK;
        while (k < firstK + depth) {
            int channel = k / geometry.places;
            int end = Math.min(firstK + depth, (channel + 1) * geometry.places);
            for (int plane = 0; plane < remainders.length; plane++) {
                copy(channel, remainders[plane], firstColumn, length, planes, plane * length);
            }
            for (; k < end; k++) {
                int place = k % geometry.places;
                RightOperand.spread(planes, planeOf[place] * length + shiftOf[place], whole, packed, k - firstK);
            }
        }
    }

    /** Copies some of a plane, line by line. */
    private void copy(int channel, int[] remainder, int first, int length, float[] to, int at) {
        int last = axes - 1;
        int stride = geometry.strides[last];
        int origin = remainder[last] - geometry.before[last];
        // Elements of a line from low to high lie in the image; those outside are in the padding.
        int low = Math.clamp(Math.ceilDiv(-origin, stride), 0, sizes[last]);
        int high = Math.clamp(Math.floorDiv(geometry.sizes[last] - 1 - origin, stride) + 1, low, sizes[last]);
        int[] line = new int[last];
        int from = startOf(first, line);
        int target = at;
        int end = at + length;
        while (target < end) {
            int until = Math.min(sizes[last], from + end - target);
            int source = sourceOf(line, remainder);
            int inside = source < 0 ? until : Math.min(Math.max(low, from), until);
            int outside = source < 0 ? until : Math.min(Math.max(high, inside), until);
            int element = patches.offset
                    + channel * geometry.plane
                    + source * geometry.sizes[last]
                    + inside * stride
                    + origin;
            Arrays.fill(to, target, target + inside - from, 0f);
            target += inside - from;
            copy(patches.image, element, stride, to, target, outside - inside);
            target += outside - inside;
            Arrays.fill(to, target, target + until - outside, 0f);
            target += until - outside;
            from = 0;
            next(line);
        }
    }

    private static void copy(float[] image, int from, int stride, float[] to, int at, int count) {
        if (count == 0) {
            return;
        }
        if (stride == 1) {
            System.arraycopy(image, from, to, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[at + i] = image[from + i * stride];
        }
    }

    /** Finds the line of a position, and returns where in the line it is. */
    private int startOf(int position, int[] line) {
        int rest = position;
        for (int axis = 0; axis < line.length; axis++) {
            line[axis] = rest / distances[axis];
            rest %= distances[axis];
        }
        return rest;
    }

    /** Goes on by one line; beyond the last one nothing is read any more that counts. */
    private void next(int[] line) {
        for (int axis = line.length - 1; axis >= 0; axis--) {
            line[axis]++;
            if (line[axis] < sizes[axis] || axis == 0) {
                return;
            }
            line[axis] = 0;
        }
    }

    /** Number of the image's line that a plane's line is; -1 in the padding. */
    private int sourceOf(int[] line, int[] remainder) {
        int source = 0;
        for (int axis = 0; axis < line.length; axis++) {
            int along = line[axis] * geometry.strides[axis] + remainder[axis] - geometry.before[axis];
            if (along < 0 || along >= geometry.sizes[axis]) {
                return -1;
            }
            source = source * geometry.sizes[axis] + along;
        }
        return source;
    }

    /** How many windows begin before a column. */
    int windowsBefore(int column) {
        int windows = 0;
        int rest = column;
        for (int axis = 0; axis < axes; axis++) {
            int along = rest / distances[axis];
            rest %= distances[axis];
            if (along >= geometry.windows[axis]) {
                // From here on no window begins before the next one of the axis above.
                return (windows + 1) * geometry.windowsFrom(axis);
            }
            windows = windows * geometry.windows[axis] + along;
        }
        return windows;
    }

    /**
     * Copies the columns in which a window begins, without gaps.
     *
     * @param firstColumn the column of the first sum
     * @return where in {@code to} the next one belongs
     */
    int gather(float[] sums, int from, int firstColumn, int count, float[] to, int at) {
        int last = axes - 1;
        int[] line = new int[last];
        int start = startOf(firstColumn, line);
        int source = from;
        int target = at;
        int end = from + count;
        while (source < end) {
            int present = isInside(line) ? Math.max(0, Math.min(geometry.windows[last] - start, end - source)) : 0;
            System.arraycopy(sums, source, to, target, present);
            target += present;
            source += sizes[last] - start;
            start = 0;
            next(line);
        }
        return target;
    }

    private boolean isInside(int[] line) {
        for (int axis = 0; axis < line.length; axis++) {
            if (line[axis] >= geometry.windows[axis]) {
                return false;
            }
        }
        return true;
    }
}
