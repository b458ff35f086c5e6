package network.millrace.proof.execute;

import java.util.List;
import network.millrace.proof.program.Operation;
import network.millrace.proof.tensor.Tensor;

/** Sees the outputs of every operation, in canonical order, e.g. to commit to them. */
@FunctionalInterface
public interface Observer {
    /**
     * Called after an operation has run.
     *
     * @param outputs valid only during the call: their memory is used again
     */
    void computed(Operation operation, List<Tensor> outputs);
}
