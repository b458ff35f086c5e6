package network.millrace.node.engine.embedded;

import network.millrace.node.mempool.MempoolLimits;

/**
 * When blocks are made.
 *
 * @param blockDelayMs how long after the first waiting transaction a block is made, so that others may share it
 * @param tickMs longest time between two blocks, also when nothing happens
 * @param blockTransactions most transactions of a block; a full block is made at once
 * @param mempool what may wait for a block
 */
public record SequencerSettings(int blockDelayMs, int tickMs, int blockTransactions, MempoolLimits mempool) {

    /** A block 200 ms after the first transaction, at most 2,000 transactions each, and one every 5 s. */
    public static final SequencerSettings DEFAULT = new SequencerSettings(200, 5_000, 2_000, MempoolLimits.DEFAULT);

    /** Checks the bounds. */
    public SequencerSettings {
        if (blockDelayMs < 0 || tickMs < 1 || blockTransactions < 1) {
            throw new IllegalArgumentException(
                    "expected block_delay_ms >= 0, tick_ms >= 1 and block_transactions >= 1, not " + blockDelayMs + ", "
                            + tickMs + ", " + blockTransactions);
        }
    }
}
