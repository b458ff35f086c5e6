package network.millrace.proof.autodiff;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Emitter;
import network.millrace.proof.operators.Value;

/**
 * Keeps a step from going too far: all gradients together are shortened to a length that they may have at most (Pascanu, Mikolov
 * and Bengio 2013), as PyTorch's clip_grad_norm_ does it.
 *
 * @param norm the root of the sum of all squares that is allowed; 0 is any
 */
public record Clipping(float norm) {
    public static final Clipping NONE = new Clipping(0);

    private static final double NEVER_ZERO = 1e-6;

    public Clipping {
        if (!(norm >= 0) || Float.isInfinite(norm)) {
            throw RefusedException.malformed("gradients are clipped to a positive norm, or not (0); this is " + norm);
        }
    }

    /** Emits the gradients, none of them longer than before. The squares are added up in the order of the gradients. */
    List<Value> emit(Emitter e, List<Value> gradients) {
        if (norm == 0 || gradients.isEmpty()) {
            return gradients;
        }
        Value first = gradients.getFirst();
        Value sum = e.scalarLike(first, 0);
        for (Value gradient : gradients) {
            Value squares = e.emit("ReduceSum", Attributes.NONE.with("keepdims", 0), e.emit("Mul", gradient, gradient));
            sum = e.emit("Add", sum, cast(e, squares, first));
        }
        Value length = e.emit("Add", e.emit("Sqrt", sum), e.scalarLike(first, NEVER_ZERO));
        Value share = e.emit("Min", e.emit("Div", e.scalarLike(first, norm), length), e.scalarLike(first, 1));
        return gradients.stream()
                .map(gradient -> e.emit("Mul", gradient, cast(e, share, gradient)))
                .toList();
    }

    private static Value cast(Emitter e, Value value, Value like) {
        return value.type().type() == like.type().type()
                ? value
                : e.emit("Cast", Attributes.NONE.with("to", like.type().type().code()), value);
    }
}
