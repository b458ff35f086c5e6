package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.tensor.Shape;

/**
 * Gates z (update), r (reset), h (hidden): H' = (1 - z) h + z H. The reset gate meets the state before it is multiplied by the recurrent
 * weights of h, or after ({@code linear_before_reset}).
 */
final class GruCell implements RecurrentCell {
    private static final int UPDATE = 0;
    private static final int RESET = 1;
    private static final int HIDDEN = 2;
    private static final int GATES = 3;

    @Override
    public String name() {
        return "GRU";
    }

    @Override
    public int gates() {
        return GATES;
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public List<String> activations() {
        return List.of("Sigmoid", "Tanh");
    }

    private static boolean resetsAfter(Expansion e) {
        return e.attributes().flag("linear_before_reset", false);
    }

    /** What the reset gate multiplies keeps its bias to itself. */
    @Override
    public Value addedBias(Expansion e, Weights weights) {
        Value recurrent = weights.recurrentBias();
        if (resetsAfter(e)) {
            Value zeros = Fill.like(e, recurrent, 0, Shape.of(weights.hidden()));
            recurrent = Steps.joined(e, List.of(weights.gates(e, recurrent, UPDATE, HIDDEN), zeros), 0);
        }
        return e.emit("Add", weights.bias(), recurrent);
    }

    /** What the reset gate meets before the product needs a product of its own. */
    @Override
    public List<Value> recurrent(Expansion e, Value matrix) {
        long hidden = matrix.shape().dimension(0);
        return resetsAfter(e)
                ? List.of(matrix)
                : List.of(
                        Steps.slice(e, matrix, 1, 0, HIDDEN * hidden),
                        Steps.slice(e, matrix, 1, HIDDEN * hidden, GATES * hidden));
    }

    @Override
    public List<Value> step(Expansion e, Weights weights, Value input, List<Value> before) {
        Value state = before.getFirst();
        Value product = e.emit("MatMul", state, weights.recurrent().getFirst());
        Value both = resetsAfter(e) ? weights.gates(e, product, UPDATE, HIDDEN) : product;
        Value gates = weights.functions().gate(e, 0, e.emit("Add", weights.gates(e, input, UPDATE, HIDDEN), both));
        Value update = weights.gates(e, gates, UPDATE, RESET);
        Value reset = weights.gates(e, gates, RESET, HIDDEN);
        Value recurrent = resetsAfter(e)
                ? e.emit("Mul", reset, biased(e, weights, weights.gates(e, product, HIDDEN, GATES)))
                : e.emit(
                        "MatMul",
                        e.emit("Mul", reset, state),
                        weights.recurrent().getLast());
        Value sum = e.emit("Add", weights.gates(e, input, HIDDEN, GATES), recurrent);
        Value hidden = weights.functions().gate(e, 1, sum);
        Value rest = e.emit("Sub", e.scalarLike(update, 1), update);
        return List.of(e.emit("Add", e.emit("Mul", rest, hidden), e.emit("Mul", update, state)));
    }

    private static Value biased(Expansion e, Weights weights, Value product) {
        return weights.recurrentBias().isAbsent()
                ? product
                : e.emit("Add", product, weights.gates(e, weights.recurrentBias(), HIDDEN, GATES));
    }
}
