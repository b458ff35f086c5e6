package network.millrace.proof.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;

/** The dimensions of a tensor; each is at least 0, and their product is checked when the shape is made. */
public final class Shape {
    /** More dimensions than any ONNX operator's test or any model met so far has. */
    public static final int MAX_RANK = 16;

    /** More elements than any memory holds; products beyond are refused before they can overflow. */
    public static final long MAX_SIZE = 1L << 48;

    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dimensions;
    private final long size;

    private Shape(int[] dimensions) {
        this.dimensions = dimensions;
        this.size = checkedSize(dimensions);
    }

    public static Shape of(int... dimensions) {
        return dimensions.length == 0 ? SCALAR : new Shape(dimensions.clone());
    }

    /**
     * A shape from numbers out of a file or a tensor.
     *
     * @throws RefusedException when a dimension is negative or too large, or there are too many
     */
    public static Shape of(long[] dimensions) {
        int[] narrow = new int[dimensions.length];
        for (int i = 0; i < narrow.length; i++) {
            if (dimensions[i] < 0 || dimensions[i] > Integer.MAX_VALUE) {
                throw RefusedException.malformed("dimension " + i + " of " + Arrays.toString(dimensions)
                        + " is not between 0 and " + Integer.MAX_VALUE);
            }
            narrow[i] = (int) dimensions[i];
        }
        return of(narrow);
    }

    public int rank() {
        return dimensions.length;
    }

    /**
     * Dimension i, counted from the end when i is negative. Operators ask for those that they expect, of shapes that come out of
     * files.
     *
     * @throws RefusedException when there are fewer
     */
    public int dimension(int i) {
        int place = i < 0 ? i + dimensions.length : i;
        if (place < 0 || place >= dimensions.length) {
            throw RefusedException.malformed(
                    "shape " + this + " of rank " + rank() + " has no dimension " + i + ", which is needed here");
        }
        return dimensions[place];
    }

    /** The dimensions, in an array of the caller's own. */
    public int[] dimensions() {
        return dimensions.clone();
    }

    /** The dimensions as an ONNX shape tensor holds them. */
    public long[] toLongs() {
        return Arrays.stream(dimensions).asLongStream().toArray();
    }

    /** The number of elements; 1 for a scalar. */
    public long size() {
        return size;
    }

    /**
     * The number of elements, for use with an array.
     *
     * @throws RefusedException when no Java array is that long
     */
    public int arraySize() {
        if (size > Integer.MAX_VALUE - 8) {
            throw RefusedException.overLimit("elements of a tensor of shape " + this, size, Integer.MAX_VALUE - 8);
        }
        return (int) size;
    }

    /**
     * The product of the dimensions from (inclusive) to (exclusive).
     *
     * @throws RefusedException when it is no int, or there are fewer dimensions
     */
    public int product(int from, int to) {
        long product = 1;
        for (int i = from; i < to; i++) {
            product *= dimension(i);
        }
        if (product > Integer.MAX_VALUE) {
            throw RefusedException.overLimit("elements along axes of " + this, product, Integer.MAX_VALUE);
        }
        return (int) product;
    }

    /** For each dimension, how far apart neighbours are in the flat array. */
    public int[] strides() {
        int[] strides = new int[dimensions.length];
        int stride = 1;
        for (int i = dimensions.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dimensions[i];
        }
        return strides;
    }

    /**
     * An axis between -rank and rank - 1 as a number from 0.
     *
     * @throws RefusedException when it lies outside
     */
    public int axis(long axis) {
        if (axis < -rank() || axis >= rank()) {
            throw RefusedException.malformed(
                    "axis " + axis + " does not exist in shape " + this + " of rank " + rank());
        }
        return (int) (axis < 0 ? axis + rank() : axis);
    }

    /** The same shape with another size along one axis. */
    public Shape with(int axis, int dimension) {
        int[] changed = dimensions.clone();
        changed[axis] = dimension;
        return of(changed);
    }

    /**
     * The shape that both broadcast to, by the rules of NumPy and ONNX.
     *
     * @throws RefusedException when they do not fit
     */
    public Shape broadcast(Shape other) {
        int rank = Math.max(rank(), other.rank());
        int[] result = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int mine = i <= rank() ? dimension(-i) : 1;
            int theirs = i <= other.rank() ? other.dimension(-i) : 1;
            if (mine != theirs && mine != 1 && theirs != 1) {
                throw RefusedException.malformed("shapes " + this + " and " + other + " do not broadcast: " + mine
                        + " and " + theirs + " meet in dimension -" + i);
            }
            result[rank - i] = mine == 1 ? theirs : mine;
        }
        return of(result);
    }

    /**
     * Strides of a tensor of this shape when it is read as one of the (wider) shape that it broadcasts to: 0 along each
     * dimension that repeats.
     */
    public int[] broadcastStrides(Shape wider) {
        int[] own = strides();
        int[] result = new int[wider.rank()];
        int missing = wider.rank() - rank();
        for (int i = 0; i < rank(); i++) {
            result[missing + i] = dimensions[i] == 1 ? 0 : own[i];
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** For example {@code [2, 3]}; a scalar is {@code []}. */
    @Override
    public String toString() {
        return IntStream.of(dimensions).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    private static long checkedSize(int[] dimensions) {
        if (dimensions.length > MAX_RANK) {
            throw RefusedException.overLimit("dimensions of a tensor", dimensions.length, MAX_RANK);
        }
        long size = 1;
        boolean empty = false;
        for (int dimension : dimensions) {
            if (dimension < 0) {
                throw RefusedException.malformed(
                        "a dimension is negative in " + Arrays.toString(dimensions) + "; it must be 0 or more");
            }
            empty |= dimension == 0;
            // An absurd product is refused even when a zero elsewhere makes the whole empty.
            size *= Math.max(dimension, 1);
            if (size > MAX_SIZE) {
                throw new RefusedException(
                        RefusedException.Reason.OVER_LIMIT,
                        "a tensor of shape " + Arrays.toString(dimensions) + " has more than " + MAX_SIZE
                                + " elements");
            }
        }
        return empty ? 0 : size;
    }
}
