package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.stream.LongStream;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;

/** What flows back through a convolution in canonical form. */
final class ConvGradient {
    private ConvGradient() {}

    /** The transposed convolution of what comes back, as large as the input was. */
    static Value byInput(Gradient g) {
        Shape input = g.input(0).shape();
        Shape weights = g.input(1).shape();
        Shape output = g.upstream(0).shape();
        int axes = input.rank() - 2;
        long[] strides = numbers(g, "strides");
        long[] dilations = numbers(g, "dilations");
        long[] pads = numbers(g, "pads");
        long[] more = new long[axes];
        for (int axis = 0; axis < axes; axis++) {
            long reach = (weights.dimension(2 + axis) - 1) * dilations[axis] + 1;
            more[axis] = input.dimension(2 + axis)
                    - ((output.dimension(2 + axis) - 1) * strides[axis] + reach - pads[axis] - pads[axes + axis]);
        }
        return g.emit("ConvTranspose", g.attributes().with("output_padding", more), g.upstream(0), g.input(1));
    }

    /**
     * A convolution of the input with what comes back, in which the images are the channels: its strides are the dilations of the
     * first and the other way round.
     */
    static Value byWeights(Gradient g) {
        Shape input = g.input(0).shape();
        Shape weights = g.input(1).shape();
        int groups = (int) g.attributes().integer("group", 1);
        Attributes exchanged =
                g.attributes().with("strides", numbers(g, "dilations")).with("dilations", numbers(g, "strides"));
        int images = input.dimension(0);
        int channels = weights.dimension(1);
        int outputs = weights.dimension(0) / groups;
        // Channels alone, each with its groups' images; outputs of all groups, each with its images.
        Value x = moved(g, g.input(0), new int[] {images, groups, channels}, new int[] {2, 1, 0}, 1);
        Value kernel = moved(g, g.upstream(0), new int[] {images, groups, outputs}, new int[] {1, 2, 0}, 2);
        Value all = g.emit("Conv", exchanged, x, kernel);
        int rank = weights.rank();
        Value cut = g.emit(
                "Slice",
                all,
                g.integers(new long[rank - 2]),
                g.integers(Arrays.copyOfRange(weights.toLongs(), 2, rank)),
                g.integers(LongStream.range(2, rank).toArray()));
        long[] order = LongStream.range(0, rank).toArray();
        order[0] = 1;
        order[1] = 0;
        return g.emit("Transpose", Attributes.NONE.with("perm", order), cut);
    }

    /**
     * The axes of images, groups and channels in another order.
     *
     * @param sizes what the first two axes of the value consist of
     * @param first how many of the three, in the new order, become the first axis; the others are the second
     */
    private static Value moved(Gradient g, Value value, int[] sizes, int[] order, int first) {
        Shape shape = value.shape();
        int[] apart = new int[shape.rank() + 1];
        System.arraycopy(sizes, 0, apart, 0, 3);
        System.arraycopy(shape.dimensions(), 2, apart, 3, shape.rank() - 2);
        long[] perm = LongStream.range(0, apart.length).toArray();
        int[] joined = shape.dimensions();
        joined[0] = 1;
        joined[1] = 1;
        for (int i = 0; i < 3; i++) {
            perm[i] = order[i];
            joined[i < first ? 0 : 1] *= sizes[order[i]];
        }
        Value transposed = g.emit("Transpose", Attributes.NONE.with("perm", perm), g.reshape(value, Shape.of(apart)));
        return g.reshape(transposed, Shape.of(joined));
    }

    private static long[] numbers(Gradient g, String name) {
        return g.attributes().integers(name).orElseThrow();
    }
}
