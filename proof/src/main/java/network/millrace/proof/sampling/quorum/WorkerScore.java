package network.millrace.proof.sampling.quorum;

/**
 * A worker's standing in quorums: one more for each replicated result that was right, a third less for a wrong one. A result
 * that nobody else computed too says nothing and changes nothing.
 *
 * <p>Source: iExec PoCo, score policies 2 and 3.
 */
public record WorkerScore(long value) {
    public static final WorkerScore NONE = new WorkerScore(0);

    /** Counting ends here. */
    public static final long VALUE_MAX = 1_000_000_000;

    private static final int WEIGHT_DIVISOR = 3;

    public WorkerScore {
        if (value < 0 || value > VALUE_MAX) {
            throw new IllegalArgumentException("a score is from 0 to " + VALUE_MAX + "; this is " + value);
        }
    }

    /** w = max(score / 3, 3) - 1, divided without remainder: at least 2. */
    public long weight() {
        return Math.max(value / WEIGHT_DIVISOR, WEIGHT_DIVISOR) - 1;
    }

    public WorkerScore afterRight(boolean replicated) {
        return replicated && value < VALUE_MAX ? new WorkerScore(value + 1) : this;
    }

    /** Two thirds, rounded down. */
    public WorkerScore afterWrong() {
        return new WorkerScore(value * 2 / 3);
    }
}
