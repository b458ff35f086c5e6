package network.millrace.proof.operators;

import java.util.List;

/** What a recurrent network does in one step. */
interface RecurrentCell {
    String name();

    /** How many matrices of hidden size are stacked in the weights. */
    int gates();

    /** How many states there are, the hidden one first. */
    int states();

    /** The activation functions where the node names none. */
    List<String> activations();

    /**
     * Emits a step.
     *
     * @param input what the input gives to all gates, with the biases that are only added: [batch, gates * hidden]
     * @param before the states before the step, each [batch, hidden]
     * @return the states after it
     */
    List<Value> step(Expansion e, Weights weights, Value input, List<Value> before);

    /**
     * The weights of one direction.
     *
     * @param input transposed: [size, gates * hidden]
     * @param recurrent the matrices that the state is multiplied by, as the cell takes them apart
     * @param bias of the input, [gates * hidden]; absent when there is none
     * @param recurrentBias the same of the state
     * @param peepholes [3 * hidden] or absent
     * @param functions the activation functions
     */
    record Weights(
            int hidden,
            Value input,
            List<Value> recurrent,
            Value bias,
            Value recurrentBias,
            Value peepholes,
            CellFunctions functions) {
        /** The columns of one gate, or of several neighbours. */
        Value gates(Emitter e, Value stacked, int from, int to) {
            int axis = stacked.shape().rank() - 1;
            return Steps.slice(e, stacked, axis, (long) from * hidden, (long) to * hidden);
        }
    }

    /** The bias that is added to the input before the steps. */
    default Value addedBias(Expansion e, Weights weights) {
        return e.emit("Add", weights.bias(), weights.recurrentBias());
    }

    /**
     * Takes the recurrent weights apart, once for all steps.
     *
     * @param matrix [hidden, gates * hidden]
     */
    default List<Value> recurrent(Expansion e, Value matrix) {
        return List.of(matrix);
    }
}
