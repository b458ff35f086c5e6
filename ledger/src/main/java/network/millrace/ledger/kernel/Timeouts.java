package network.millrace.ledger.kernel;

import com.google.protobuf.Timestamp;
import network.millrace.protocol.ledger.v1.KernelParams;
import network.millrace.protocol.tx.Transaction;

/** Until when a transaction may be executed. The rules are those of Cosmos SDK 0.53. */
final class Timeouts {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    /** Last second whose nanoseconds since 1970 fit a long; in the year 2262. */
    private static final long SECONDS_MAX = Long.MAX_VALUE / NS_PER_SECOND - 1;

    private Timeouts() {}

    /** The timeout of an unordered transaction, ns since 1970, which is also its nonce. */
    static long nonceNs(Transaction transaction) {
        return toNs(transaction.body().getTimeoutTimestamp());
    }

    static void require(Transaction transaction, KernelParams limits, Context context) {
        requireHeight(transaction.body().getTimeoutHeight(), context);
        boolean isUnordered = transaction.body().getUnordered();
        boolean hasTimeout = transaction.body().hasTimeoutTimestamp();
        Rejection.unless(
                hasTimeout || !isUnordered,
                KernelError.UNORDERED_FORM,
                "an unordered transaction needs a timeout_timestamp; this has none");
        if (hasTimeout) {
            long timeoutNs = toNs(transaction.body().getTimeoutTimestamp());
            requireTime(timeoutNs, context);
            if (isUnordered) {
                requireNear(timeoutNs, limits, context);
            }
        }
    }

    private static void requireHeight(long timeoutHeight, Context context) {
        Rejection.unless(
                timeoutHeight == 0 || Long.compareUnsigned(context.height(), timeoutHeight) <= 0,
                KernelError.TIMEOUT_HEIGHT,
                "the transaction is valid up to height %s; this is height %d",
                Long.toUnsignedString(timeoutHeight),
                context.height());
    }

    private static void requireTime(long timeoutNs, Context context) {
        Rejection.unless(
                timeoutNs >= context.timeMs() * NS_PER_MS,
                KernelError.TIMEOUT_TIME,
                "the transaction is valid up to %d ms since 1970; block time is %d ms",
                timeoutNs / NS_PER_MS,
                context.timeMs());
    }

    private static void requireNear(long timeoutNs, KernelParams limits, Context context) {
        long latestMs = context.timeMs() + limits.getMaxUnorderedTimeoutMs();
        Rejection.unless(
                timeoutNs <= latestMs * NS_PER_MS,
                KernelError.UNORDERED_FORM,
                "the timeout of an unordered transaction is at most %d ms ahead of block time, so at most %d ms since 1970;"
                        + " this is %d ms",
                limits.getMaxUnorderedTimeoutMs(),
                latestMs,
                timeoutNs / NS_PER_MS);
    }

    private static long toNs(Timestamp timestamp) {
        long seconds = timestamp.getSeconds();
        int nanos = timestamp.getNanos();
        Rejection.unless(
                seconds >= 0 && seconds <= SECONDS_MAX && nanos >= 0 && nanos < NS_PER_SECOND,
                KernelError.FIELD_MALFORMED,
                "a timeout_timestamp lies between 1970 and 2262 and has 0 to 999999999 nanos; this has %d seconds and %d nanos",
                seconds,
                nanos);
        return seconds * NS_PER_SECOND + nanos;
    }
}
