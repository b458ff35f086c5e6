package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Operators that put windows and grids together, as expressions of others. */
final class Images {
    private static final int CONSTANT_MAX = 1 << 24;

    private Images() {}

    private static int limited(long elements, String what) {
        if (elements > CONSTANT_MAX) {
            throw RefusedException.overLimit(what, elements, CONSTANT_MAX);
        }
        return (int) elements;
    }

    /** Columns of windows added up into images: one scatter into the padded image, of which the padding is then cut off. */
    static Value columnsToImage(Expansion e) {
        Value columns = e.input(0);
        int[] kernel =
                Shape.of(e.input(2).known("the block of Col2Im").toLongs()).dimensions();
        int[] image = new int[kernel.length + 2];
        long[] sizes = e.input(1).known("the image of Col2Im").toLongs();
        Shape given = columns.shape();
        int places = Shape.of(kernel).arraySize();
        if (sizes.length != kernel.length || given.rank() != 3 || places == 0 || given.dimension(1) % places != 0) {
            throw RefusedException.malformed("columns of shape " + given + " and blocks of " + Arrays.toString(kernel)
                    + " do not make images of " + Arrays.toString(sizes));
        }
        image[0] = given.dimension(0);
        image[1] = given.dimension(1) / places;
        System.arraycopy(Shape.of(sizes).dimensions(), 0, image, 2, kernel.length);
        Windows windows = Windows.of(e.attributes(), Shape.of(image), kernel);
        Shape counts = Shape.of(windows.counts(Shape.of(image)));
        if (counts.size() != given.dimension(2)) {
            throw RefusedException.malformed("there are " + counts.size() + " blocks in an image of "
                    + Arrays.toString(sizes) + "; the columns have " + given.dimension(2));
        }
        int[] padded = image.clone();
        for (int axis = 0; axis < kernel.length; axis++) {
            padded[2 + axis] += -windows.source(axis, 0, 0) + windows.behind(axis);
        }
        int planes = image[0] * image[1];
        long[] targets =
                targets(windows, counts, Shape.of(padded), limited(places * counts.size(), "columns of Col2Im"));
        Value indices = e.emit(
                "Expand",
                e.constant(Tensor.of(Shape.of(1, targets.length), targets)),
                e.integers(planes, targets.length));
        Shape area = Shape.of(padded);
        Value zeros = Fill.like(e, columns, 0, Shape.of(planes, area.product(2, area.rank())));
        Value updates = e.reshape(columns, Shape.of(planes, targets.length));
        Attributes add = Attributes.NONE.with("axis", 1).with("reduction", "add");
        Value sum = e.reshape(e.emit("ScatterElements", add, zeros, indices, updates), area);
        return cut(e, sum, windows, image);
    }

    /** Where the elements of each place of the kernel, window after window, go in the padded image. */
    private static long[] targets(Windows windows, Shape counts, Shape padded, int count) {
        long[] targets = new long[count];
        int[] strides = padded.strides();
        for (int i = 0; i < count; i++) {
            int[] place = Places.of(windows.kernel(), i / counts.size());
            int[] window = Places.of(counts, i % counts.size());
            for (int axis = 0; axis < place.length; axis++) {
                int along = windows.source(axis, window[axis], place[axis]) - windows.source(axis, 0, 0);
                targets[i] += (long) along * strides[2 + axis];
            }
        }
        return targets;
    }

    private static Value cut(Expansion e, Value padded, Windows windows, int[] image) {
        int axes = image.length - 2;
        long[] starts = new long[axes];
        long[] ends = new long[axes];
        for (int axis = 0; axis < axes; axis++) {
            starts[axis] = -(long) windows.source(axis, 0, 0);
            ends[axis] = starts[axis] + image[2 + axis];
        }
        long[] named = IntStream.range(2, image.length).asLongStream().toArray();
        return e.emit("Slice", padded, e.integers(starts), e.integers(ends), e.integers(named));
    }

    /** Each element at the place that its index names in zeros, which may be extended at the ends. */
    static Value maxUnpool(Expansion e) {
        Shape shape = e.input(0).shape();
        long[] kernel = e.attributes().integers("kernel_shape").orElse(new long[0]);
        int axes = kernel.length;
        if (axes != shape.rank() - 2 || !e.input(1).shape().equals(shape)) {
            throw RefusedException.malformed(
                    "MaxUnpool needs a kernel_shape for each spatial axis of " + shape + " and as many indices");
        }
        long[] strides = e.attributes()
                .integers("strides")
                .orElseGet(() -> IntStream.range(0, axes).mapToLong(i -> 1).toArray());
        long[] pads = e.attributes().integers("pads").orElse(new long[2 * axes]);
        if (strides.length != axes || pads.length != 2 * axes) {
            throw RefusedException.malformed("strides and pads of MaxUnpool do not fit " + axes + " spatial axes");
        }
        long[] sizes = shape.toLongs();
        for (int axis = 0; axis < axes; axis++) {
            sizes[2 + axis] = (sizes[2 + axis] - 1) * strides[axis] - pads[axis] - pads[axes + axis] + kernel[axis];
        }
        Shape inferred = Shape.of(sizes);
        Value zeros = Fill.like(e, e.input(0), 0, Shape.of(new long[] {inferred.size()}));
        Shape flat = Shape.of(new long[] {shape.size()});
        Value placed = e.emit(
                "ScatterElements",
                Attributes.NONE.with("axis", 0),
                zeros,
                e.reshape(e.input(1), flat),
                e.reshape(e.input(0), flat));
        Value result = e.reshape(placed, inferred);
        return e.has(2) ? extended(e, result) : result;
    }

    private static Value extended(Expansion e, Value value) {
        long[] wanted = e.input(2).known("the output_shape of MaxUnpool").toLongs();
        Shape shape = value.shape();
        long[] pads = new long[2 * shape.rank()];
        for (int axis = 0; axis < shape.rank(); axis++) {
            pads[shape.rank() + axis] = (axis < wanted.length ? wanted[axis] : 0) - shape.dimension(axis);
        }
        return e.emit("Pad", value, e.integers(pads), e.scalarLike(value, 0));
    }

    /** The places of a regular grid from -1 to 1, moved by an affine map for each image. */
    static Value affineGrid(Expansion e) {
        Value theta = e.input(0);
        int[] sizes =
                Shape.of(e.input(1).known("the size of AffineGrid").toLongs()).dimensions();
        int axes = sizes.length - 2;
        boolean fits = axes >= 1 && theta.shape().equals(Shape.of(sizes[0], axes, axes + 1));
        if (!fits) {
            throw RefusedException.malformed(
                    "maps of shape " + theta.shape() + " do not fit a size of " + Arrays.toString(sizes));
        }
        Shape spatial = Shape.of(Arrays.copyOfRange(sizes, 2, sizes.length));
        int points = limited(spatial.size() * (axes + 1), "coordinates of AffineGrid") / (axes + 1);
        boolean aligned = e.attributes().flag("align_corners", false);
        double[] regular = new double[(axes + 1) * points];
        for (int i = 0; i < points; i++) {
            int[] place = Places.of(spatial, i);
            for (int axis = 0; axis < axes; axis++) {
                regular[(axes - 1 - axis) * points + i] = coordinate(place[axis], spatial.dimension(axis), aligned);
            }
            regular[axes * points + i] = 1;
        }
        Value grid = Turns.constant(e, theta.type().type(), Shape.of(axes + 1, points), regular);
        Value moved = Matrices.transpose(e, e.emit("MatMul", theta, grid));
        int[] result = new int[axes + 2];
        result[0] = sizes[0];
        System.arraycopy(sizes, 2, result, 1, axes);
        result[axes + 1] = axes;
        return e.reshape(moved, Shape.of(result));
    }

    private static double coordinate(int i, int size, boolean aligned) {
        if (aligned) {
            return size == 1 ? -1 : -1 + i * (2.0 / (size - 1));
        }
        double step = 2.0 / size;
        return -1 + step / 2 + i * step;
    }
}
