package network.millrace.node.engine.embedded;

/**
 * The time that blocks carry, made from a clock that may be set back or forth.
 *
 * <p>It follows the clock. When the clock is set back, it neither goes back nor stands still, because then bid windows would
 * never end: it goes on at half speed until the clock has caught up, so that it is never further ahead than the clock was
 * set back, and less with every second. A clock set forward is followed at once; what such a block may bill is bounded by
 * the ledger's {@code max_block_gap}. Times are ms since 1970.
 */
final class BlockClock {
    private long clockMs;
    private long timeMs;
    private long halfMs;

    /** Starts behind no block: {@code lastBlockMs} is the time of the last one. */
    BlockClock(long lastBlockMs, long nowMs) {
        this.clockMs = nowMs;
        this.timeMs = Math.max(lastBlockMs, nowMs);
    }

    /** The network's time when the clock shows {@code nowMs}; never less than what was read before. */
    long read(long nowMs) {
        long passedMs = Math.max(0, nowMs - clockMs);
        clockMs = nowMs;
        halfMs += passedMs;
        timeMs = Math.max(nowMs, timeMs + halfMs / 2);
        halfMs = timeMs == nowMs ? 0 : halfMs % 2;
        return timeMs;
    }

    /** What the clock will show when the network's time has reached {@code targetMs}, if nobody sets it before. */
    long clockAt(long targetMs) {
        long leadMs = timeMs - clockMs;
        long missingMs = Math.max(0, targetMs - timeMs);
        return missingMs < leadMs ? clockMs + 2 * missingMs : Math.max(clockMs, targetMs);
    }
}
