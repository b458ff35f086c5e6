package network.millrace.proof.operators;

import java.util.List;

/** H' = f(X W + H R + biases). */
final class SimpleCell implements RecurrentCell {
    @Override
    public String name() {
        return "RNN";
    }

    @Override
    public int gates() {
        return 1;
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public List<String> activations() {
        return List.of("Tanh");
    }

    @Override
    public List<Value> step(Expansion e, Weights weights, Value input, List<Value> before) {
        Value product = e.emit("MatMul", before.getFirst(), weights.recurrent().getFirst());
        return List.of(weights.functions().gate(e, 0, e.emit("Add", input, product)));
    }
}
