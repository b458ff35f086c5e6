package network.millrace.proof.operators;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.TensorType;

/** An operator that canonical programs consist of. */
public non-sealed interface Primitive extends Operator {
    /**
     * The types of all outputs.
     *
     * @throws network.millrace.proof.RefusedException when the inputs or attributes are not what the operator takes
     */
    List<TensorType> infer(Inference inference);

    /**
     * Replaces a form that is not canonical by others, e.g. MatMul with a vector by Reshape and MatMul of matrices. Asked
     * before {@link #infer}; what it emits is asked again, so it must come to an end.
     *
     * @return the values of all outputs, or nothing when the form is canonical
     */
    default Optional<List<Value>> rewrite(Expansion expansion) {
        return Optional.empty();
    }

    /** Computes all outputs, whose tensors are already there. What they hold before is undefined. */
    void compute(Call call);

    /** How a referee recomputes a piece of an output. */
    TileRule tileRule();

    /** Multiply-adds or element operations of one execution; by default one for each element of the outputs. */
    default long cost(Signature signature) {
        return signature.outputs().stream()
                .mapToLong(output -> output.shape().size())
                .sum();
    }

    /** Whether {@link #compute} hands each element of its one output to the call's finish once it is complete. */
    default boolean finishes(Signature signature) {
        return false;
    }

    /** The number of an input that is worth being {@link Kernels#keep kept} packed if it is a constant. */
    default OptionalInt keptInput(Signature signature) {
        return OptionalInt.empty();
    }

    /** Whether output 0 is input 0 in another shape; then nothing is computed and memory is shared. */
    default boolean isView() {
        return false;
    }
}
