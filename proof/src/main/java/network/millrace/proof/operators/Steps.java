package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.graph.Attributes;

/** A sequence taken apart into its steps, and put together again. */
final class Steps {
    private Steps() {}

    /**
     * The slices of one along an axis. The sequence is halved again and again, so that its gradient, which pads each slice to the length
     * that it was cut from, adds up few long tensors.
     */
    static List<Value> of(Emitter e, Value sequence, int axis) {
        List<Value> steps = new ArrayList<>();
        halve(e, sequence, axis, steps);
        return steps;
    }

    private static void halve(Emitter e, Value part, int axis, List<Value> steps) {
        int length = part.shape().dimension(axis);
        if (length == 1) {
            steps.add(part);
        }
        if (length > 1) {
            halve(e, slice(e, part, axis, 0, length / 2), axis, steps);
            halve(e, slice(e, part, axis, length / 2, length), axis, steps);
        }
    }

    static Value slice(Emitter e, Value value, int axis, long from, long to) {
        return e.emit("Slice", value, e.integers(from), e.integers(to), e.integers(axis));
    }

    static Value joined(Emitter e, List<Value> parts, int axis) {
        return e.emit("Concat", 1, Attributes.NONE.with("axis", axis), parts).getFirst();
    }
}
