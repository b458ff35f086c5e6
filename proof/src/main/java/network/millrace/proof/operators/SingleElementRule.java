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
 * The tile rule of elementwise operators that do so much with an element that a tile of them would be too dear: a dispute goes down
 * to one element, and the operator runs over it alone.
 *
 * @param operations what one element takes at most
 */
record SingleElementRule(Primitive operator, int operations) implements TileRule {
    @Override
    public Grain grain(Signature signature) {
        return Grain.ELEMENT;
    }

    @Override
    public long cost(Signature signature, Piece piece, long link) {
        return operations;
    }

    @Override
    public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
        Shape shape = signature.output(piece.output()).shape();
        int[] place = Places.of(shape, new TileGrid(shape).element(piece.tile(), piece.element()));
        List<@Nullable Tensor> elements = new ArrayList<>();
        for (int i = 0; i < signature.inputCount(); i++) {
            elements.add(
                    signature.has(i)
                            ? inputs.element(
                                    signature,
                                    i,
                                    Places.dot(place, signature.input(i).shape().broadcastStrides(shape)))
                            : null);
        }
        Tensor output = Tensor.allocate(signature.output(piece.output()).type(), Shape.SCALAR);
        operator.compute(new Call(signature.attributes(), elements, List.of(output), Kernels.scalar(), Workers.SERIAL));
        return output;
    }
}
