package network.millrace.proof.sampling.draw;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which steps of a run an auditor recomputes. Steps are numbered from 1 to T; step t leads from state t - 1 to state t.
 *
 * <p>The first, the last and the given jumps are always among them; the others are drawn from the rest, every set of that
 * size equally likely, by Floyd's method (Bentley and Floyd 1987, "A sample of brilliance", CACM 30(9)): for j from
 * n - k to n - 1 draw i at most j, and take i, or j when i is taken already. Where steps differ in what a fake would gain,
 * {@link #weighted} draws them in proportion to it, one after another without replacement.
 */
public final class StepDraw {
    /** A run has at most so many steps. */
    public static final long STEPS_MAX = 1L << 40;

    /** Weights are given for at most so many steps. */
    public static final int WEIGHTED_STEPS_MAX = 1 << 20;

    private StepDraw() {}

    /** Draws with equal chances; ascending. All steps, when there are no more than are wanted. */
    public static NavigableSet<Long> uniform(Draws draws, long steps, SampleSize size, Collection<Long> jumps) {
        NavigableSet<Long> sample = fixed(steps, STEPS_MAX, size, jumps);
        long others = steps - sample.size();
        int wanted = (int) Math.min(size.drawn(), others);
        TreeSet<Long> places = new TreeSet<>();
        for (long last = others - wanted; last < others; last++) {
            if (!places.add(draws.below(last + 1))) {
                places.add(last);
            }
        }
        sample.addAll(stepsAt(places, sample));
        return Collections.unmodifiableNavigableSet(sample);
    }

    /**
     * Draws in proportion to weights; ascending. A step of weight 0 is drawn only when it is fixed.
     *
     * @param weights what a fake of step t would gain, at place t - 1; none negative, their sum below 2^63
     */
    public static NavigableSet<Long> weighted(Draws draws, long[] weights, SampleSize size, Collection<Long> jumps) {
        NavigableSet<Long> sample = fixed(weights.length, WEIGHTED_STEPS_MAX, size, jumps);
        WeightTree tree = WeightTree.of(weights);
        sample.forEach(step -> tree.take((int) (step - 1)));
        for (int drawn = 0; drawn < size.drawn() && tree.total() > 0; drawn++) {
            int place = tree.find(draws.below(tree.total()));
            tree.take(place);
            sample.add(place + 1L);
        }
        return Collections.unmodifiableNavigableSet(sample);
    }

    private static NavigableSet<Long> fixed(long steps, long stepsMax, SampleSize size, Collection<Long> jumps) {
        if (steps < 1 || steps > stepsMax) {
            throw new IllegalArgumentException("a run has from 1 to " + stepsMax + " steps; this has " + steps);
        }
        if (jumps.size() > size.jumpsMax()) {
            throw new IllegalArgumentException(
                    "at most " + size.jumpsMax() + " jumps are looked at; these are " + jumps.size());
        }
        TreeSet<Long> fixed = new TreeSet<>();
        fixed.add(1L);
        fixed.add(steps);
        for (long jump : jumps) {
            if (jump < 1 || jump > steps) {
                throw new IllegalArgumentException("a jump is at a step from 1 to " + steps + "; this is " + jump);
            }
            fixed.add(jump);
        }
        return fixed;
    }

    /** The steps that stand at these places, counted from 0, when the fixed steps are left out. */
    private static NavigableSet<Long> stepsAt(NavigableSet<Long> places, NavigableSet<Long> fixed) {
        TreeSet<Long> steps = new TreeSet<>();
        for (long place : places) {
            long step = place + 1;
            for (long taken : fixed) {
                if (taken <= step) {
                    step++;
                }
            }
            steps.add(step);
        }
        return steps;
    }
}
