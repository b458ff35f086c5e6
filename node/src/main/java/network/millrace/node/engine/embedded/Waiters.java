package network.millrace.node.engine.embedded;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.node.v1.BroadcastResponse;

/** Those who want to know what becomes of a transaction. Safe for several threads; as many entries as the mempool has. */
final class Waiters {
    private final ConcurrentMap<Hash, Waiter> waiters = new ConcurrentHashMap<>();

    /** One transaction's fate, for any number of threads. */
    static final class Waiter {
        private final CountDownLatch decided = new CountDownLatch(1);
        private final AtomicReference<BroadcastResponse> response =
                new AtomicReference<>(BroadcastResponse.getDefaultInstance());

        /** The response; empty when the time has passed before there was one. */
        Optional<BroadcastResponse> await(Duration limit) throws InterruptedException {
            return decided.await(limit.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(response.get())
                    : Optional.empty();
        }
    }

    /** Begins to wait; must be called before the transaction can be decided. */
    Waiter of(Hash hash) {
        return waiters.computeIfAbsent(hash, absent -> new Waiter());
    }

    /** Tells those who wait for a transaction, if any. */
    void decide(Hash hash, BroadcastResponse response) {
        Waiter waiter = waiters.remove(hash);
        if (waiter != null) {
            waiter.response.set(response);
            waiter.decided.countDown();
        }
    }

    /** Tells all who wait. */
    void decideAll(BroadcastResponse response) {
        for (Hash hash : waiters.keySet()) {
            decide(hash, response.toBuilder().setHash(hash.toByteString()).build());
        }
    }
}
