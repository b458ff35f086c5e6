package network.millrace.agent.core;

import java.time.Duration;

/**
 * How much the core keeps and how often it looks.
 *
 * @param ordersMax orders followed at once; more wait for the next survey
 * @param readsMax orders read from the ledger at once
 * @param refusalsMax reasons for not bidding that are kept
 * @param inspectBusy time between inspections of the runtime while a lease is on its way
 * @param inspectIdle the same while all is quiet
 * @param surveyEvery time between surveys of the ledger
 */
public record CoreLimits(
        int ordersMax,
        int readsMax,
        int refusalsMax,
        Duration inspectBusy,
        Duration inspectIdle,
        Duration surveyEvery) {

    public CoreLimits {
        requirePositive("ordersMax", ordersMax);
        requirePositive("readsMax", readsMax);
        requirePositive("refusalsMax", refusalsMax);
        requirePositive("inspectBusy", inspectBusy.toMillis());
        requirePositive("inspectIdle", inspectIdle.toMillis());
        requirePositive("surveyEvery", surveyEvery.toMillis());
    }

    public static CoreLimits standard() {
        return new CoreLimits(2_000, 16, 500, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(60));
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be above 0, not " + value);
        }
    }
}
