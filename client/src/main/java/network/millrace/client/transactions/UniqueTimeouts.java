package network.millrace.client.transactions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Timeouts of unordered transactions. The ledger takes the timeout for the transaction's nonce, so no two may be the same:
 * each is at least a nanosecond after the one before.
 */
final class UniqueTimeouts {
    private final InstantSource clock;
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

    UniqueTimeouts(InstantSource clock) {
        this.clock = clock;
    }

    Instant next(Duration validFor) {
        Instant wanted = clock.instant().plus(validFor);
        return last.updateAndGet(before -> wanted.isAfter(before) ? wanted : before.plusNanos(1));
    }
}
