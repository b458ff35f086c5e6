package network.millrace.serving;

/** How long one connection has let the server wait, and whether that was too long. Times are ns. Guarded by itself. */
final class Patience {
    private static final double NS_PER_SECOND = 1e9;

    private enum Waiting {
        NO,
        READING,
        WRITING
    }

    private final ConnectionLimits limits;
    private Waiting waiting = Waiting.NO;
    private boolean endless;
    private long sinceNs;
    private long waitedNs;
    private long bytes;

    Patience(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** A read begins. */
    synchronized void reads(long nowNs) {
        waiting = Waiting.READING;
        sinceNs = nowNs;
    }

    /**
     * A read has ended with so many bytes.
     *
     * @param idle whether it waited for a request to begin
     */
    synchronized void read(int count, boolean idle, long nowNs) {
        waitedNs += idle ? 0 : nowNs - sinceNs;
        bytes += count;
        waiting = Waiting.NO;
    }

    /** A write begins: the request has been answered, or is being. */
    synchronized void writes(long nowNs) {
        waiting = Waiting.WRITING;
        sinceNs = nowNs;
        waitedNs = 0;
        bytes = 0;
    }

    /** A write has ended. */
    synchronized void written() {
        waiting = Waiting.NO;
    }

    /** From now on both sides may be silent as long as they like; only writes have a limit still. */
    synchronized void endless() {
        endless = true;
    }

    /** @param idle whether a read, if there is one, waits for a request to begin */
    synchronized boolean isOver(boolean idle, long nowNs) {
        return switch (waiting) {
            case NO -> false;
            case READING -> !idle && !endless && waitedNs + (nowNs - sinceNs) > allowanceNs();
            case WRITING -> nowNs - sinceNs > limits.stall().toNanos();
        };
    }

    private long allowanceNs() {
        return limits.patience().toNanos() + (long) (bytes * NS_PER_SECOND / limits.bytesPerSecond());
    }
}
