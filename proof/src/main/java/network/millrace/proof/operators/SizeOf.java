package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.tensor.Tensor;

/** The number of elements, a constant. */
final class SizeOf implements Composite {
    @Override
    public String name() {
        return "Size";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        return List.of(
                expansion.constant(Tensor.scalar(expansion.input(0).shape().size())));
    }
}
