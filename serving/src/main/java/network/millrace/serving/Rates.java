package network.millrace.serving;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket of permits for each key (a remote address), refilled steadily, four seconds' worth deep. The keys seen last are kept, up
 * to a limit, so that a caller with many addresses cannot fill the memory. Guarded by itself.
 */
public final class Rates {

    private static final int KEYS_MAX = 10_000;
    private static final int DEPTH_S = 4;
    private static final double NANOS = 1e9;

    private static final class Bucket {
        private double permits;
        private long filledNs;

        private Bucket(double permits, long filledNs) {
            this.permits = permits;
            this.filledNs = filledNs;
        }
    }

    private final double perSecond;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > KEYS_MAX;
        }
    };

    /** So many permits a second for each key. */
    public Rates(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether there was a permit left. */
    public synchronized boolean take(String key, long nowNs) {
        double depth = perSecond * DEPTH_S;
        Bucket bucket = buckets.computeIfAbsent(key, absent -> new Bucket(depth, nowNs));
        bucket.permits = Math.min(depth, bucket.permits + (nowNs - bucket.filledNs) / NANOS * perSecond);
        bucket.filledNs = nowNs;
        if (bucket.permits < 1) {
            return false;
        }
        bucket.permits--;
        return true;
    }
}
