package network.millrace.agent.lease;

import java.time.Duration;

/**
 * How patient the provider is with a lease.
 *
 * @param closeMargin how long before the latest time for ready a tenant's fault is told to the ledger
 * @param settledAfter how long a program without ports must have run to count as ready
 * @param startsBeforeReady runs that may end before the workload was ever ready
 * @param startAttempts failed starts in a row before the fault is final
 * @param deadGrace how long a paid lease whose workload cannot run waits for a better manifest before it is closed
 * @param stopGrace how long a program may take to end before it is killed
 * @param withdrawEvery how often earnings are drawn; zero = the ledger pays when it settles
 */
public record LeaseTimings(
        Duration closeMargin,
        Duration settledAfter,
        int startsBeforeReady,
        int startAttempts,
        Duration deadGrace,
        Duration stopGrace,
        Duration withdrawEvery) {

    private static final int COUNT_MAX = 100;

    public LeaseTimings {
        requireWithin("startsBeforeReady", startsBeforeReady);
        requireWithin("startAttempts", startAttempts);
        requireNotNegative("closeMargin", closeMargin);
        requireNotNegative("settledAfter", settledAfter);
        requireNotNegative("deadGrace", deadGrace);
        requireNotNegative("stopGrace", stopGrace);
        requireNotNegative("withdrawEvery", withdrawEvery);
    }

    /** 10 s before the deadline, 2 s of running, 3 runs, 4 starts, 10 min, 10 s, daily. */
    public static LeaseTimings standard() {
        return new LeaseTimings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                3,
                4,
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofDays(1));
    }

    private static void requireWithin(String name, int count) {
        if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException(name + " must be 1 to " + COUNT_MAX + ", not " + count);
        }
    }

    private static void requireNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be 0 or longer, not " + duration);
        }
    }
}
