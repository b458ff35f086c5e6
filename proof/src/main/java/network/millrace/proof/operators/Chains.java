package network.millrace.proof.operators;

import java.util.List;
import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;

/** Operators of any number of inputs as chains of two. */
final class Chains {
    private Chains() {}

    /** The chain from the left, or nothing when there are two inputs already. */
    static Optional<List<Value>> ofTwo(String name, Expansion expansion) {
        if (expansion.inputCount() == 2) {
            return Optional.empty();
        }
        if (expansion.inputCount() == 0) {
            throw RefusedException.malformed(name + " needs an input");
        }
        Value result = expansion.input(0);
        for (int i = 1; i < expansion.inputCount(); i++) {
            result = expansion.emit(name, Attributes.NONE, result, expansion.input(i));
        }
        return Optional.of(List.of(result));
    }
}
