package network.millrace.client.transactions;

import java.time.Duration;

/**
 * How transactions are sent.
 *
 * @param ordering whether they depend on each other's order
 * @param validFor how long an unordered transaction may wait for its block; the ledger's own limit is ten minutes
 * @param gasMarginPercent gas limit in percent of what the simulation used
 * @param attempts how often a transaction is handed in at most
 * @param pauseFirst pause after the first attempt; doubled after each
 * @param pauseLongest the pause is not doubled beyond this
 */
public record SenderOptions(
        Ordering ordering,
        Duration validFor,
        int gasMarginPercent,
        int attempts,
        Duration pauseFirst,
        Duration pauseLongest) {
    public static final SenderOptions DEFAULT = new SenderOptions(
            Ordering.UNORDERED, Duration.ofMinutes(2), 130, 10, Duration.ofMillis(100), Duration.ofSeconds(5));

    /** Whether a transaction names the one before it. */
    public enum Ordering {
        /** Each stands alone and is valid until its timeout: several may be on their way at once. */
        UNORDERED,
        /** Each carries the account's next sequence: one after another. */
        SEQUENCED
    }

    public SenderOptions {
        if (validFor.isNegative()
                || validFor.isZero()
                || gasMarginPercent < 100
                || attempts < 1
                || pauseFirst.isNegative()) {
            throw new IllegalArgumentException(
                    "a sender needs a positive validity, a gas margin of 100 % or more and at least one attempt: "
                            + validFor + ", " + gasMarginPercent + " %, " + attempts);
        }
    }

    public SenderOptions with(Ordering changed) {
        return new SenderOptions(changed, validFor, gasMarginPercent, attempts, pauseFirst, pauseLongest);
    }

    Duration pauseAfter(int attempt) {
        Duration doubled = pauseFirst.multipliedBy(1L << Math.min(attempt, 20));
        return doubled.compareTo(pauseLongest) < 0 ? doubled : pauseLongest;
    }
}
