package network.millrace.simulation.sampling;

import java.util.BitSet;
import java.util.NavigableSet;
import java.util.TreeSet;
import network.millrace.proof.sampling.audit.Verdict;
import network.millrace.protocol.crypto.Hash;
import network.millrace.simulation.world.Draw;

/**
 * A computed job and its claim.
 *
 * @param wrong which steps are really wrong, by number
 * @param hasAccomplices whether some auditors will call it right whatever they find
 */
record Job(Hash claim, int steps, BitSet wrong, boolean hasAccomplices) {

    /** A job with so many wrong steps. A cheat avoids the first and the last step, unless it fakes all. */
    static Job of(Hash claim, int steps, int faked, boolean hasAccomplices, Draw draw) {
        BitSet wrong = new BitSet(steps + 1);
        if (faked == steps) {
            wrong.set(1, steps + 1);
        }
        while (wrong.cardinality() < faked) {
            wrong.set((int) draw.between(2, steps - 1));
        }
        return new Job(claim, steps, wrong, hasAccomplices);
    }

    boolean isWrong() {
        return !wrong.isEmpty();
    }

    NavigableSet<Long> wrongSteps() {
        NavigableSet<Long> all = new TreeSet<>();
        wrong.stream().forEach(step -> all.add((long) step));
        return all;
    }

    boolean hasWrong(Long step) {
        return wrong.get(step.intValue());
    }

    /** What a referee finds that recomputes this step. */
    Verdict referee(long step) {
        return hasWrong(step) ? Verdict.STEP_FALSE : Verdict.STEP_RIGHT;
    }
}
