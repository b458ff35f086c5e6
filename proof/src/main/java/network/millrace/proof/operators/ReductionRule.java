package network.millrace.proof.operators;

import java.util.stream.IntStream;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TileGrid;

/**
 * One element of a reduction, as a chain over the reduced elements. A link takes 64 of them when only the last two axes are
 * reduced, since these lie in three tiles at most, and otherwise three.
 */
record ReductionRule(Fold fold) implements TileRule {
    private static final int NEAR = 64;
    private static final int FAR = 3;

    /** What the end of a fold takes: the lanes of a sum become one. */
    private static final int END = Kernels.LANES;

    /** What a reduction does with one element after another. */
    interface Fold {
        /** The state before the first element. */
        Tensor start(DataType type);

        /**
         * Takes one element into the state.
         *
         * @param state the fold's own copy
         * @param j which of the reduced elements
         * @param element a scalar
         */
        void take(Tensor state, long j, Tensor element);

        /** The result, a scalar; the state may be overwritten. */
        Tensor finish(Tensor state);
    }

    @Override
    public Grain grain(Signature signature) {
        return Grain.ELEMENT;
    }

    @Override
    public long links(Signature signature, Piece piece) {
        return Math.max(1, Math.ceilDiv(reduction(signature).count(), span(signature)));
    }

    @Override
    public long cost(Signature signature, Piece piece, long link) {
        return (long) span(signature) + END;
    }

    @Override
    public Tensor start(Signature signature, Piece piece) {
        return fold.start(signature.output(0).type());
    }

    @Override
    public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
        Reduction reduction = reduction(signature);
        int base = reduction.base(new TileGrid(signature.output(0).shape()).element(piece.tile(), piece.element()));
        Tensor next = Tensor.allocate(state.tensorType());
        System.arraycopy(state.array(), 0, next.array(), 0, state.size());
        long from = link * span(signature);
        long to = Math.min(from + span(signature), reduction.count());
        for (long j = from; j < to; j++) {
            fold.take(next, j, inputs.element(signature, 0, base + reduction.offset(j)));
        }
        return to == reduction.count() ? fold.finish(next) : next;
    }

    private static Reduction reduction(Signature signature) {
        return Reduction.of(
                signature.attributes(),
                signature.input(0).shape(),
                signature.constant(1).toLongs());
    }

    private static int span(Signature signature) {
        Shape input = signature.input(0).shape();
        boolean near = IntStream.range(0, signature.constant(1).size())
                .allMatch(i -> input.axis(signature.constant(1).integer(i)) >= input.rank() - 2);
        return near ? NEAR : FAR;
    }
}
