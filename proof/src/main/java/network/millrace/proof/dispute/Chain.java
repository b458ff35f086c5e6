package network.millrace.proof.dispute;

import java.util.List;
import network.millrace.protocol.crypto.Hash;

/**
 * The search along a chain whose first state both sides agree on and whose last they do not. The states in between are not
 * committed to beforehand; the defender is bound to each by showing it.
 *
 * @param low a place that is agreed on
 * @param high a place that is not
 * @param before the state at {@code low}
 * @param after the state at {@code high}, as the defender has it
 * @param shown states in between, when it is the challenger's turn; else empty
 */
public record Chain(long low, long high, Hash before, Hash after, List<Hash> shown) {
    public Chain {
        shown = List.copyOf(shown);
    }

    /** Whether one link is found. */
    public boolean isDone() {
        return high - low == 1;
    }

    /** How many parts the next round has. */
    public int parts(Rules rules) {
        return (int) Math.min(rules.arity(), high - low);
    }

    /** Where part i ends; the last ends at {@code high}. */
    public long end(Rules rules, int part) {
        long length = high - low;
        long parts = parts(rules);
        // Written so that it cannot overflow for any length.
        return low + length / parts * (part + 1) + length % parts * (part + 1) / parts;
    }

    /** Whether states are as many as cut the chain into the parts of a round. */
    boolean admits(Rules rules, List<Hash> states) {
        return states.size() == parts(rules) - 1;
    }

    Chain shown(List<Hash> states) {
        return new Chain(low, high, before, after, states);
    }

    /** The part whose end is the first state that is not agreed on. */
    Chain picked(Rules rules, int part) {
        return new Chain(
                part == 0 ? low : end(rules, part - 1),
                end(rules, part),
                part == 0 ? before : shown.get(part - 1),
                part == shown.size() ? after : shown.get(part),
                List.of());
    }
}
