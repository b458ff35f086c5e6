package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/**
 * The k largest or smallest elements along an axis and their indices, always in order; of equal elements the first comes first. A NaN
 * counts as larger than every number.
 */
final class TopK implements Primitive, Differentiable {
    /** So many elements and their indices still fit in the state of a dispute. */
    static final int K_MAX = 1024;

    @Override
    public String name() {
        return "TopK";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        Shape shape = in.shape(0);
        int axis = axis(in.attributes(), shape);
        if (in.shape(1).size() != 1 || in.elements(0) == DataType.BOOL) {
            throw RefusedException.malformed(
                    "TopK takes numbers and one k; their types are " + in.type(0) + " and " + in.type(1));
        }
        long k = in.constant(1).integer(0);
        if (k < 0 || k > shape.dimension(axis)) {
            throw RefusedException.malformed("k of TopK is " + k + "; axis " + axis + " has " + shape.dimension(axis));
        }
        if (k > K_MAX) {
            throw RefusedException.overLimit("k of TopK", k, K_MAX);
        }
        Shape result = shape.with(axis, (int) k);
        return List.of(in.type(0).shaped(result), new TensorType(DataType.INT64, result));
    }

    private static int axis(Attributes attributes, Shape shape) {
        return shape.axis(attributes.integer("axis", -1));
    }

    private static long flip(Attributes attributes) {
        return attributes.flag("largest", true) ? 0 : -1;
    }

    @Override
    public void compute(Call call) {
        Tensor input = call.input(0);
        Shape shape = input.shape();
        int axis = axis(call.attributes(), shape);
        int inner = shape.product(axis + 1, shape.rank());
        int k = call.output(0).shape().dimension(axis);
        int count = shape.dimension(axis);
        long flip = flip(call.attributes());
        for (int line = 0; k > 0 && line < shape.product(0, axis) * inner; line++) {
            int base = line / inner * count * inner + line % inner;
            long[] best = Best.none(k);
            for (int j = 0; j < count; j++) {
                Best.take(best, j, SortKey.of(input, base + j * inner) ^ flip);
            }
            for (int rank = 0; rank < k; rank++) {
                int target = line / inner * k * inner + rank * inner + line % inner;
                int index = (int) Best.index(best, rank);
                System.arraycopy(
                        input.array(), base + index * inner, call.output(0).array(), target, 1);
                if (call.outputCount() > 1) {
                    call.output(1).longs()[target] = index;
                }
            }
        }
    }

    @Override
    public long cost(Signature signature) {
        return signature.input(0).shape().size();
    }

    @Override
    public TileRule tileRule() {
        return Rule.INSTANCE;
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        if (gradient.upstream(0).isAbsent()) {
            return List.of(Value.ABSENT, Value.ABSENT);
        }
        Value data = gradient.input(0);
        Attributes add = Attributes.NONE
                .with("axis", axis(gradient.attributes(), data.shape()))
                .with("reduction", "add");
        Value zeros = Fill.like(gradient, data, 0, data.shape());
        return List.of(
                gradient.emit("ScatterElements", add, zeros, gradient.output(1), gradient.upstream(0)), Value.ABSENT);
    }

    /** The best elements so far: their keys in descending order, then their indices; -1 where there is none yet. */
    private static final class Best {
        private Best() {}

        static long[] none(int k) {
            long[] best = new long[2 * k];
            java.util.Arrays.fill(best, k, 2 * k, -1);
            return best;
        }

        static long index(long[] best, int rank) {
            return best[best.length / 2 + rank];
        }

        static void take(long[] best, long index, long key) {
            int k = best.length / 2;
            int rank = k;
            while (rank > 0 && (best[k + rank - 1] < 0 || best[rank - 1] < key)) {
                rank--;
            }
            if (rank < k) {
                System.arraycopy(best, rank, best, rank + 1, k - rank - 1);
                System.arraycopy(best, k + rank, best, k + rank + 1, k - rank - 1);
                best[rank] = key;
                best[k + rank] = index;
            }
        }
    }

    /** One element: the best along its line, down to its own rank. A link takes 64 elements that lie in one tile, or two others. */
    private enum Rule implements TileRule {
        INSTANCE;

        private static final int FAR = 2;

        @Override
        public Grain grain(Signature signature) {
            return Grain.ELEMENT;
        }

        private static int span(Signature signature) {
            Shape shape = signature.input(0).shape();
            return axis(signature.attributes(), shape) >= shape.rank() - 2 ? TileGrid.EDGE : FAR;
        }

        private static int[] place(Signature signature, Piece piece) {
            Shape shape = signature.output(0).shape();
            return Places.of(shape, new TileGrid(shape).element(piece.tile(), piece.element()));
        }

        @Override
        public long links(Signature signature, Piece piece) {
            Shape shape = signature.input(0).shape();
            return Math.ceilDiv(shape.dimension(axis(signature.attributes(), shape)), span(signature));
        }

        /** Each element may pass all that are kept on its way to the front. */
        @Override
        public long cost(Signature signature, Piece piece, long link) {
            return (long) span(signature) * (rank(signature, piece) + 1);
        }

        @Override
        public Tensor start(Signature signature, Piece piece) {
            return Tensor.vector(Best.none(rank(signature, piece) + 1));
        }

        private static int rank(Signature signature, Piece piece) {
            return place(signature, piece)[
                    axis(signature.attributes(), signature.input(0).shape())];
        }

        @Override
        public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
            Shape shape = signature.input(0).shape();
            int axis = axis(signature.attributes(), shape);
            int[] place = place(signature, piece);
            long[] best = state.toLongs();
            int rank = best.length / 2 - 1;
            int from = Math.toIntExact(link * span(signature));
            int to = Math.min(from + span(signature), shape.dimension(axis));
            for (int j = from; j < to; j++) {
                place[axis] = j;
                Tensor element = inputs.element(signature, 0, Places.dot(place, shape.strides()));
                Best.take(best, j, SortKey.of(element, 0) ^ flip(signature.attributes()));
            }
            if (to < shape.dimension(axis)) {
                return Tensor.vector(best);
            }
            long index = Best.index(best, rank);
            if (piece.output() == 1) {
                return Tensor.scalar(index);
            }
            place[axis] = (int) index;
            return inputs.element(signature, 0, Places.dot(place, shape.strides()));
        }
    }
}
