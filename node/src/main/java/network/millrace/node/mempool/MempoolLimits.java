package network.millrace.node.mempool;

/**
 * How much may wait for a block.
 *
 * @param transactions most transactions
 * @param bytes most bytes of all transactions together
 * @param perSender most transactions of one fee payer
 * @param lifetimeMs how long a transaction may wait
 */
public record MempoolLimits(int transactions, long bytes, int perSender, long lifetimeMs) {

    /**
     * Room for 6,000 transactions or 32 MiB, of which a sender may use half, for two minutes. That is three full blocks: what waits
     * is checked again after each block, so that a longer queue would make blocks slower without making any sooner.
     */
    public static final MempoolLimits DEFAULT = new MempoolLimits(6_000, 32L << 20, 3_000, 120_000);

    /** Checks that every limit lets something through. */
    public MempoolLimits {
        if (transactions < 1 || bytes < 1 || perSender < 1 || lifetimeMs < 1) {
            throw new IllegalArgumentException("each limit of the mempool must be at least 1, not " + transactions
                    + " transactions, " + bytes + " bytes, " + perSender + " per sender, " + lifetimeMs + " ms");
        }
    }
}
