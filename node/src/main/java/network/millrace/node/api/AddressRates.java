package network.millrace.node.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket of permits for each remote address, refilled at a steady rate. Keeps the addresses seen last, up to a limit, so that
 * a caller with many addresses cannot fill the memory. Guarded by itself.
 */
final class AddressRates {
    private static final int ADDRESSES = 10_000;
    private static final int BURST = 4;

    private final double perNs;
    private final double capacity;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > ADDRESSES;
        }
    };

    AddressRates(int perSecond) {
        this.perNs = perSecond / 1e9;
        this.capacity = (double) perSecond * BURST;
    }

    /** Takes a permit; false when the address has used up its own. */
    synchronized boolean take(String address, long nowNs) {
        Bucket bucket = buckets.computeIfAbsent(address, absent -> new Bucket(capacity, nowNs));
        bucket.permits = Math.min(capacity, bucket.permits + (nowNs - bucket.refilledNs) * perNs);
        bucket.refilledNs = nowNs;
        if (bucket.permits < 1) {
            return false;
        }
        bucket.permits--;
        return true;
    }

    private static final class Bucket {
        private double permits;
        private long refilledNs;

        Bucket(double permits, long refilledNs) {
            this.permits = permits;
            this.refilledNs = refilledNs;
        }
    }
}
