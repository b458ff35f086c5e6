package network.millrace.proof.sampling.audit;

/**
 * How long an audit's phases last.
 *
 * @param commitMs from a seat's call to its commitment; long enough to recompute the sample
 * @param revealMs from the end of committing to the last reveal
 */
public record Deadlines(long commitMs, long revealMs) {
    private static final long LEAST_MS = 1_000;
    private static final long MOST_MS = 30L * 24 * 3_600 * 1_000;

    public Deadlines {
        requireBounded("committing", commitMs);
        requireBounded("revealing", revealMs);
    }

    private static void requireBounded(String phase, long lengthMs) {
        if (lengthMs < LEAST_MS || lengthMs > MOST_MS) {
            throw new IllegalArgumentException(phase + " lasts from 1 s to 30 days; this is " + lengthMs + " ms");
        }
    }
}
