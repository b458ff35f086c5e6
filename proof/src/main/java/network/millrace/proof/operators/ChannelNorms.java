package network.millrace.proof.operators;

import java.util.Arrays;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;

/** Normalization of images, whose axes are batch, channels and places. */
final class ChannelNorms {
    private static final Attributes KEEP = Attributes.NONE.with("keepdims", 1);

    private ChannelNorms() {}

    /** Numbers of channels in a shape that broadcasts over the axes behind them. */
    static Value perChannel(Emitter e, Value numbers, int rank, int channels) {
        int[] shape = new int[rank - 1];
        Arrays.fill(shape, 1);
        shape[0] = channels;
        return e.reshape(numbers, Shape.of(shape));
    }

    /** Every channel of every image by itself: layer normalization of the places, with one scale and bias for a channel. */
    static Value instance(Expansion e) {
        Shape shape = image(e);
        int channels = shape.dimension(1);
        Shape rows = Shape.of(shape.dimension(0), channels, shape.product(2, shape.rank()));
        Shape column = Shape.of(channels, 1);
        return layer(e, e.attributes(), rows, column, 2);
    }

    /** Groups of channels together, scaled and shifted channel by channel. */
    static Value group(Expansion e) {
        return group(e, false);
    }

    /** In opset 18 scale and bias have a number for each group. */
    static Value oldGroup(Expansion e) {
        return group(e, true);
    }

    private static Value group(Expansion e, boolean factorsOfGroups) {
        Shape shape = image(e);
        int channels = shape.dimension(1);
        long groups = e.attributes().integer("num_groups");
        if (groups < 1 || groups > channels || channels % groups != 0) {
            throw RefusedException.malformed(channels + " channels do not make " + groups + " equal groups");
        }
        int count = (int) groups;
        Shape rows = Shape.of(shape.dimension(0), count, channels / count, shape.product(2, shape.rank()));
        Shape column = Shape.of(count, factorsOfGroups ? 1 : channels / count, 1);
        return layer(e, e.attributes().without("num_groups"), rows, column, 2);
    }

    private static Value layer(Expansion e, Attributes attributes, Shape rows, Shape column, int axis) {
        Value x = e.input(0);
        DataType stash = x.type().type() == DataType.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
        Attributes layer = Attributes.NONE
                .with("axis", axis)
                .with("epsilon", attributes.number("epsilon", 1e-5f))
                .with("stash_type", attributes.integer("stash_type", stash.code()));
        Value normal = e.emit(
                "LayerNormalization",
                layer,
                e.reshape(x, rows),
                e.reshape(e.input(1), column),
                e.reshape(e.input(2), column));
        return e.reshape(normal, x.shape());
    }

    private static Shape image(Expansion e) {
        Shape shape = e.input(0).shape();
        if (shape.rank() < 3) {
            throw RefusedException.malformed("an image needs batch, channels and places; the shape is " + shape);
        }
        return shape;
    }

    /** The mean taken off, divided by the standard deviation plus 1e-9. */
    static Value meanVariance(Expansion e) {
        Value x = e.input(0);
        Value axes = e.integers(e.attributes().integers("axes").orElseGet(() -> new long[] {0, 2, 3}));
        Value centre = e.emit("Sub", x, e.emit("ReduceMean", KEEP, x, axes));
        Value variance = e.emit("ReduceMean", KEEP, e.emit("Mul", centre, centre), axes);
        return e.emit("Div", centre, e.emit("Add", e.emit("Sqrt", variance), e.scalarLike(x, 1e-9)));
    }

    /** Divided by a power of the sum of squares of the channels around, which are added from the lowest on. */
    static Value localResponse(Expansion e) {
        Value x = e.input(0);
        Shape shape = image(e);
        int channels = shape.dimension(1);
        long size = e.attributes().integer("size");
        if (size < 1) {
            throw RefusedException.malformed("LRN sums over " + size + " channels; it must be at least 1");
        }
        // More channels than there are on both sides add nothing.
        long before = Math.min((size - 1) / 2, channels);
        long after = Math.min(size - 1 - (size - 1) / 2, channels);
        long[] pads = new long[2 * shape.rank()];
        pads[1] = before;
        pads[shape.rank() + 1] = after;
        Value squares = e.emit("Pad", e.emit("Mul", x, x), e.integers(pads), e.scalarLike(x, 0));
        Value sum = Value.ABSENT;
        for (long i = 0; i <= before + after; i++) {
            Value moved = e.emit("Slice", squares, e.integers(i), e.integers(i + channels), e.integers(1));
            sum = sum.isAbsent() ? moved : e.emit("Add", sum, moved);
        }
        double alpha = (double) e.attributes().number("alpha", 1e-4f) / size;
        Value base = e.emit(
                "Add",
                e.emit("Mul", sum, e.scalarLike(x, alpha)),
                e.scalarLike(x, e.attributes().number("bias", 1)));
        return e.emit(
                "Div", x, e.emit("Pow", base, e.scalarLike(x, e.attributes().number("beta", 0.75f))));
    }
}
