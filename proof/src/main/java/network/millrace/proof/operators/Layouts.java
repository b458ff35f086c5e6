package network.millrace.proof.operators;

import java.util.Arrays;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Operators that arrange elements, as expressions of other operators. */
final class Layouts {
    private Layouts() {}

    private static Value transpose(Expansion e, Value value, long... order) {
        return e.emit("Transpose", Attributes.NONE.with("perm", order), value);
    }

    /** 0, 1, 2 … as a tensor with one long axis. */
    static Value numbers(Emitter e, int count, Shape shape) {
        Value range = e.emit(
                "Range",
                e.constant(Tensor.scalar(0L)),
                e.constant(Tensor.scalar((long) count)),
                e.constant(Tensor.scalar(1L)));
        return e.reshape(range, shape);
    }

    /** The shape with all dimensions 1 but one. */
    static Shape only(int rank, int axis, int dimension) {
        int[] dimensions = new int[rank];
        Arrays.fill(dimensions, 1);
        dimensions[axis] = dimension;
        return Shape.of(dimensions);
    }

    /** The elements along some axes in the opposite order. */
    static Value backwards(Emitter e, Value value, int... axes) {
        long[] ones = new long[axes.length];
        Arrays.fill(ones, -1);
        long[] ends = new long[axes.length];
        Arrays.fill(ends, Long.MIN_VALUE);
        long[] named = Arrays.stream(axes).asLongStream().toArray();
        return e.emit("Slice", value, e.integers(ones), e.integers(ends), e.integers(named), e.integers(ones));
    }

    /** Repeated along every axis: an axis of 1 before each is expanded and joined with it. */
    static Value tile(Expansion e) {
        Value data = e.input(0);
        Shape shape = data.shape();
        long[] repeats = e.input(1).known("the repeats of Tile").toLongs();
        if (repeats.length != shape.rank()) {
            throw RefusedException.malformed(
                    "Tile needs a number for each axis of " + shape + "; it has " + repeats.length);
        }
        for (int axis = 0; axis < repeats.length; axis++) {
            Shape now = data.shape();
            if (repeats[axis] != 1) {
                long[] apart = {now.product(0, axis), 1, now.product(axis, now.rank())};
                long[] repeated = {apart[0], repeats[axis], apart[2]};
                Value wide = e.emit("Expand", e.reshape(data, Shape.of(apart)), e.integers(repeated));
                if (repeats[axis] == 0) {
                    wide = e.emit(
                            "Slice", e.reshape(data, Shape.of(apart)), e.integers(0), e.integers(0), e.integers(1));
                }
                long[] joined = now.toLongs();
                joined[axis] *= repeats[axis];
                data = e.reshape(wide, Shape.of(joined));
            }
        }
        return data;
    }

    static Value oneHot(Expansion e) {
        Value depthInput = e.input(1);
        long depth = (long) depthInput.known("the depth of OneHot").real(0);
        int rank = e.input(0).shape().rank() + 1;
        Shape sized = Shape.of(new long[] {depth});
        int axis = only(rank, 0, 1).axis(e.attributes().integer("axis", -1));
        long[] wider = new long[rank];
        for (int d = 0; d < rank; d++) {
            wider[d] = d == axis ? 1 : e.input(0).shape().dimension(d < axis ? d : d - 1);
        }
        Value whole = e.emit("Cast", Attributes.NONE.with("to", DataType.INT64.code()), e.input(0));
        Value negative = e.emit("Less", whole, e.scalarLike(whole, 0));
        Value index = e.emit("Where", negative, e.emit("Add", whole, e.scalarLike(whole, sized.dimension(0))), whole);
        Value hit = e.emit(
                "Equal",
                e.reshape(index, Shape.of(wider)),
                numbers(e, sized.dimension(0), only(rank, axis, sized.dimension(0))));
        Value off = e.emit("Gather", e.input(2), e.constant(Tensor.scalar(0L)));
        Value on = e.emit("Gather", e.input(2), e.constant(Tensor.scalar(1L)));
        return e.emit("Where", hit, on, off);
    }

    static Value eyeLike(Expansion e) {
        Shape shape = e.input(0).shape();
        if (shape.rank() != 2) {
            throw RefusedException.malformed("EyeLike takes a matrix; its input has the shape " + shape);
        }
        int rows = shape.dimension(0);
        int columns = shape.dimension(1);
        long k = e.attributes().integer("k", 0);
        Value row = e.emit("Add", numbers(e, rows, Shape.of(rows, 1)), e.constant(Tensor.scalar(k)));
        Value one = e.emit("Equal", row, numbers(e, columns, Shape.of(1, columns)));
        long type = e.attributes().integer("dtype", e.input(0).type().type().code());
        return e.emit("Cast", Attributes.NONE.with("to", type), one);
    }

    /** Zeros below or above a diagonal of the last two axes. */
    static Value trilu(Expansion e) {
        Value x = e.input(0);
        Shape shape = x.shape();
        if (shape.rank() < 2) {
            throw RefusedException.malformed("Trilu takes matrices; its input has the shape " + shape);
        }
        int rows = shape.dimension(-2);
        int columns = shape.dimension(-1);
        Value row = numbers(e, rows, Shape.of(rows, 1));
        Value diagonal = e.has(1) ? e.emit("Add", row, e.reshape(e.input(1), Shape.SCALAR)) : row;
        Value column = numbers(e, columns, Shape.of(1, columns));
        String kept = e.attributes().flag("upper", true) ? "GreaterOrEqual" : "LessOrEqual";
        return e.emit("Where", e.emit(kept, column, diagonal), x, e.scalarLike(x, 0));
    }

    private static int block(Expansion e) {
        if (e.input(0).shape().rank() != 4) {
            throw RefusedException.malformed(
                    "images have four axes; this shape is " + e.input(0).shape());
        }
        return Math.toIntExact(Math.clamp(e.attributes().integer("blocksize"), 1L, Integer.MAX_VALUE));
    }

    static Value depthToSpace(Expansion e) {
        int b = block(e);
        int[] d = e.input(0).shape().dimensions();
        int depth = d[1] / b / b;
        boolean columnFirst = e.attributes().text("mode", "DCR").equals("CRD");
        Value blocks = e.reshape(
                e.input(0),
                columnFirst ? Shape.of(d[0], depth, b, b, d[2], d[3]) : Shape.of(d[0], b, b, depth, d[2], d[3]));
        Value moved = columnFirst ? transpose(e, blocks, 0, 1, 4, 2, 5, 3) : transpose(e, blocks, 0, 3, 4, 1, 5, 2);
        return e.reshape(moved, Shape.of(new long[] {d[0], depth, (long) d[2] * b, (long) d[3] * b}));
    }

    static Value spaceToDepth(Expansion e) {
        int b = block(e);
        int[] d = e.input(0).shape().dimensions();
        boolean columnFirst = e.attributes().text("mode", "DCR").equals("CRD");
        Value blocks = e.reshape(e.input(0), Shape.of(d[0], d[1], d[2] / b, b, d[3] / b, b));
        Value moved = columnFirst ? transpose(e, blocks, 0, 1, 3, 5, 2, 4) : transpose(e, blocks, 0, 3, 5, 1, 2, 4);
        return e.reshape(moved, Shape.of(new long[] {d[0], (long) d[1] * b * b, d[2] / b, d[3] / b}));
    }

    /** Of each sequence, the first so many elements backwards, and the rest as it is. */
    static Value reverseSequence(Expansion e) {
        Value data = e.input(0);
        Shape shape = data.shape();
        int time = shape.axis(e.attributes().integer("time_axis", 0));
        int batch = shape.axis(e.attributes().integer("batch_axis", 1));
        Value place = numbers(e, shape.dimension(time), only(shape.rank(), time, shape.dimension(time)));
        Value length = e.reshape(e.input(1), only(shape.rank(), batch, shape.dimension(batch)));
        Value last = e.emit("Sub", length, e.constant(Tensor.scalar(1L)));
        Value source = e.emit("Where", e.emit("Less", place, length), e.emit("Sub", last, place), place);
        Value everywhere = e.emit("Expand", source, e.integers(shape.toLongs()));
        return e.emit("GatherElements", Attributes.NONE.with("axis", time), data, everywhere);
    }

    /** Cut or filled up with zeros around the middle; what is odd goes to the end. */
    static Value centerCropPad(Expansion e) {
        Shape shape = e.input(0).shape();
        int rank = shape.rank();
        long[] wanted = e.input(1).known("the shape of CenterCropPad").toLongs();
        long[] axes = e.attributes().integers("axes").orElseGet(() -> java.util.stream.LongStream.range(0, rank)
                .toArray());
        if (axes.length != wanted.length) {
            throw RefusedException.malformed(
                    "CenterCropPad has " + axes.length + " axes and " + wanted.length + " sizes");
        }
        long[] pads = new long[2 * rank];
        for (int i = 0; i < axes.length; i++) {
            int axis = shape.axis(axes[i]);
            long more = wanted[i] - shape.dimension(axis);
            pads[axis] = more >= 0 ? more / 2 : -(-more / 2);
            pads[rank + axis] = more - pads[axis];
        }
        return e.emit("Pad", e.input(0), e.integers(pads), e.scalarLike(e.input(0), 0));
    }

    /** The tensor in an optional one that is there; there are no other optional values here. */
    static Value element(Expansion e) {
        e.input(0).type();
        return e.input(0);
    }

    static Value hasElement(Expansion e) {
        return e.constant(Tensor.of(Shape.SCALAR, e.has(0)));
    }

    static Value scatter(Expansion e) {
        return e.emit("ScatterElements", e.attributes(), e.input(0), e.input(1), e.input(2));
    }

    /** The elements, or the slices along an axis, for which a condition holds that is known. */
    static Value compress(Expansion e) {
        Tensor condition = e.input(1).known("the condition of Compress");
        long[] chosen = java.util.stream.LongStream.range(0, condition.size())
                .filter(i -> condition.integer((int) i) != 0)
                .toArray();
        Shape shape = e.input(0).shape();
        boolean along = e.attributes().has("axis");
        Value data = along ? e.input(0) : e.reshape(e.input(0), Shape.of(new long[] {shape.size()}));
        int axis = along ? shape.axis(e.attributes().integer("axis")) : 0;
        return e.emit("Gather", Attributes.NONE.with("axis", axis), data, e.integers(chosen));
    }

    /** The places of all elements that are not 0, which must be known; one row for each axis. */
    static Value nonZero(Expansion e) {
        Tensor data = e.input(0).known("the elements of NonZero");
        int[] found = java.util.stream.IntStream.range(0, data.size())
                .filter(i -> data.real(i) != 0)
                .toArray();
        int rank = data.shape().rank();
        long[] places = new long[rank * found.length];
        for (int n = 0; n < found.length; n++) {
            int[] place = Places.of(data.shape(), found[n]);
            for (int axis = 0; axis < rank; axis++) {
                places[axis * found.length + n] = place[axis];
            }
        }
        return e.constant(Tensor.of(Shape.of(rank, found.length), places));
    }
}
