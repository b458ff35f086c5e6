package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * The canonical bytes of elements read as another type of the same size. A NaN has its one canonical pattern, since otherwise this
 * would make visible what is open about it.
 */
final class BitCast implements Primitive {
    @Override
    public String name() {
        return "BitCast";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(1, 1);
        DataType from = in.elements(0);
        DataType to = DataType.of((int) in.attributes().integer("to"));
        if (from.bytes() != to.bytes()) {
            throw RefusedException.malformed("BitCast from " + from + " to " + to + ", which has another size");
        }
        if (from.isHalf() || to.isHalf() || (to == DataType.BOOL && from != to)) {
            throw RefusedException.unsupported("BitCast from " + from + " to " + to + " is not supported");
        }
        return List.of(new TensorType(to, in.shape(0)));
    }

    @Override
    public void compute(Call call) {
        Tensor output = call.output(0);
        Tensor cast = Tensor.fromLittleEndian(output.tensorType(), call.input(0).toLittleEndian());
        System.arraycopy(cast.array(), 0, output.array(), 0, output.size());
    }

    @Override
    public TileRule tileRule() {
        return ElementwiseRule.single(this);
    }
}
