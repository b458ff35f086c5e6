package network.millrace.proof.operators;

import java.util.List;

/** An operator that knows its vector-Jacobian product. Implemented by an {@link Operator}. */
public interface Differentiable {
    /**
     * Emits the gradients of the inputs.
     *
     * @return for each input the gradient, of the input's own type and shape; {@link Value#ABSENT} where it is zero or
     *     does not exist (integer inputs, axes, shapes)
     */
    List<Value> gradient(Gradient gradient);
}
