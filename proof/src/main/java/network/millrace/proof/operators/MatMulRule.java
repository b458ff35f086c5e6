package network.millrace.proof.operators;

import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/**
 * A tile of a matrix product, as a chain over k: each link takes the accumulator, one tile of A and one of B, and adds 64
 * terms to each element. Since k ascends, what a kernel holds after 64 l steps is the state after l links, however it is
 * blocked.
 */
enum MatMulRule implements TileRule {
    INSTANCE;

    @Override
    public Grain grain(Signature signature) {
        return Grain.TILE;
    }

    @Override
    public long links(Signature signature, Piece piece) {
        return Math.max(1, Math.ceilDiv(signature.input(0).shape().dimension(-1), TileGrid.EDGE));
    }

    @Override
    public long cost(Signature signature, Piece piece, long link) {
        int depth = signature.input(0).shape().dimension(-1);
        long terms = Math.min(TileGrid.EDGE, depth - link * TileGrid.EDGE);
        return TileRule.super.cost(signature, piece, link) * Math.max(1, terms);
    }

    @Override
    public Tensor start(Signature signature, Piece piece) {
        TensorType output = signature.output(0);
        TileGrid grid = new TileGrid(output.shape());
        return Tensor.allocate(output.type(), Shape.of(grid.height(piece.tile()), grid.width(piece.tile())));
    }

    @Override
    public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
        Shape shape = signature.output(0).shape();
        Shape left = signature.input(0).shape();
        Shape right = signature.input(1).shape();
        if (left.dimension(-1) == 0) {
            return state;
        }
        TileGrid grid = new TileGrid(shape);
        int[] place = Places.of(MatMul.stack(shape), grid.matrixOf(piece.tile()));
        int matrixA = Places.dot(place, MatMul.stack(left).broadcastStrides(MatMul.stack(shape)));
        int matrixB = Places.dot(place, MatMul.stack(right).broadcastStrides(MatMul.stack(shape)));
        Tensor a = inputs.tile(0, new TileGrid(left).tile(matrixA, grid.tileRowOf(piece.tile()), (int) link));
        Tensor b = inputs.tile(1, new TileGrid(right).tile(matrixB, (int) link, grid.tileColumnOf(piece.tile())));
        return accumulate(a, b, state);
    }

    /** The state with the products of one tile of A and one of B added, k ascending. */
    private static Tensor accumulate(Tensor a, Tensor b, Tensor state) {
        Tensor next = Tensor.allocate(state.tensorType());
        int depth = a.shape().dimension(1);
        int columns = b.shape().dimension(1);
        for (int i = 0; i < a.shape().dimension(0); i++) {
            for (int j = 0; j < columns; j++) {
                int target = i * columns + j;
                System.arraycopy(state.array(), target, next.array(), target, 1);
                for (int k = 0; k < depth; k++) {
                    addProduct(a, i * depth + k, b, k * columns + j, next, target);
                }
            }
        }
        return next;
    }

    private static void addProduct(Tensor a, int i, Tensor b, int j, Tensor sums, int target) {
        if (sums.type() == DataType.FLOAT32) {
            sums.floats()[target] = Math.fma(a.floats()[i], b.floats()[j], sums.floats()[target]);
            return;
        }
        switch (sums.type().storage()) {
            case DOUBLES -> sums.doubles()[target] = Math.fma(a.doubles()[i], b.doubles()[j], sums.doubles()[target]);
            case LONGS -> sums.longs()[target] += a.longs()[i] * b.longs()[j];
            case INTS -> sums.ints()[target] += a.ints()[i] * b.ints()[j];
            case FLOATS, SHORTS, BYTES -> throw new IllegalStateException("no product of " + sums.type());
        }
    }
}
