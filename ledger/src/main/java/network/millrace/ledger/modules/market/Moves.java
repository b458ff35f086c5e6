package network.millrace.ledger.modules.market;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The allowed moves of a state machine, in one table. A move that is not in it is a fault of the ledger, not of a sender:
 * handlers check what senders ask for before.
 */
final class Moves<S extends Enum<S>> {
    private final String noun;
    private final Map<S, List<S>> allowed;

    private Moves(String noun, Map<S, List<S>> allowed) {
        this.noun = noun;
        this.allowed = allowed;
    }

    static <S extends Enum<S>> Moves<S> of(String noun, Class<S> states) {
        return new Moves<>(noun, new EnumMap<>(states));
    }

    Moves<S> from(S source, List<S> reachable) {
        var targets = new EnumMap<>(allowed);
        targets.put(source, List.copyOf(reachable));
        return new Moves<>(noun, targets);
    }

    boolean allows(S source, S target) {
        return allowed.getOrDefault(source, List.of()).contains(target);
    }

    /** Returns the target. @throws IllegalStateException when the move is not in the table */
    S move(S source, S target) {
        if (!allows(source, target)) {
            throw new IllegalStateException("a " + noun + " cannot go from " + source + " to " + target);
        }
        return target;
    }
}
