package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TileGrid;
import org.jspecify.annotations.Nullable;

/**
 * The tile rule of operators that compute each output element from the elements at the same place of their (broadcast)
 * inputs: the operator itself runs over one tile of each.
 *
 * @param operations what one element takes at most
 */
record ElementwiseRule(Primitive operator, int operations) implements TileRule {
    /** Of operators that do one thing with each element. */
    static ElementwiseRule single(Primitive operator) {
        return new ElementwiseRule(operator, 1);
    }

    @Override
    public Grain grain(Signature signature) {
        return Grain.TILE;
    }

    @Override
    public long cost(Signature signature, Piece piece, long link) {
        return operations * TileRule.super.cost(signature, piece, link);
    }

    @Override
    public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
        Shape shape = signature.output(piece.output()).shape();
        TileGrid grid = new TileGrid(shape);
        List<@Nullable Tensor> tiles = new ArrayList<>();
        for (int i = 0; i < signature.inputCount(); i++) {
            tiles.add(
                    signature.has(i)
                            ? inputs.tile(i, source(signature.input(i).shape(), shape, grid, piece.tile()))
                            : null);
        }
        Tensor output = Tensor.allocate(
                signature.output(piece.output()).type(), Shape.of(grid.height(piece.tile()), grid.width(piece.tile())));
        operator.compute(new Call(signature.attributes(), tiles, List.of(output), Kernels.scalar(), Workers.SERIAL));
        return output;
    }

    /** The one tile of an input that is broadcast over a tile of the output. */
    static long source(Shape input, Shape output, TileGrid grid, long tile) {
        TileGrid source = new TileGrid(input);
        int matrix = 0;
        int rest = grid.matrixOf(tile);
        int weight = 1;
        for (int d = -3; d >= -output.rank(); d--) {
            int place = rest % output.dimension(d);
            rest /= output.dimension(d);
            if (-d <= input.rank() && input.dimension(d) != 1) {
                matrix += place * weight;
            }
            weight *= -d <= input.rank() ? input.dimension(d) : 1;
        }
        return source.tile(
                matrix,
                source.rows() == 1 ? 0 : grid.tileRowOf(tile),
                source.columns() == 1 ? 0 : grid.tileColumnOf(tile));
    }
}
