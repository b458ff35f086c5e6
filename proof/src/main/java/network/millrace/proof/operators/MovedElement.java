package network.millrace.proof.operators;

import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TileGrid;

/** The tile rule of operators that move elements about: a dispute goes down to one element, and its source is opened. */
@FunctionalInterface
interface MovedElement extends TileRule {
    /**
     * The element of the output as a scalar.
     *
     * @param element its flat index in the whole output
     */
    Tensor source(Signature signature, Tiles inputs, long element);

    @Override
    default Grain grain(Signature signature) {
        return Grain.ELEMENT;
    }

    @Override
    default Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
        TileGrid grid = new TileGrid(signature.output(piece.output()).shape());
        return source(signature, inputs, grid.element(piece.tile(), piece.element()));
    }
}
