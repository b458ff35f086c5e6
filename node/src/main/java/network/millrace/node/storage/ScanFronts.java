package network.millrace.node.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers where the first key of a range was last found, for ranges that were slow to begin.
 *
 * <p>The ledger keeps what waits for a time in queues ordered by it, takes entries from the front and looks at the front in each
 * block. RocksDB keeps a mark for each deleted key until it compacts, and a scan from the front passes all of them; this lets
 * the scan begin behind them. A front is a bound below which no key lives: finding a later first key raises it, writing an
 * earlier key lowers it. Guarded by itself.
 */
final class ScanFronts {
    private static final int FRONTS = 64;

    private final Map<Key, byte[]> fronts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
            return size() > FRONTS;
        }
    };

    private long writes;

    /** The beginning of a range, compared by its bytes. */
    private record Key(String bytes) {
        static Key of(byte[] from) {
            return new Key(new String(from, StandardCharsets.ISO_8859_1));
        }

        byte[] toBytes() {
            return bytes.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** What {@link #found} needs to know of the moment at which a scan begins. */
    synchronized long moment() {
        return writes;
    }

    /** Where a scan of a range that begins at {@code from} may begin instead. */
    synchronized byte[] start(byte[] from) {
        return fronts.getOrDefault(Key.of(from), from);
    }

    /** A scan from {@code from} found no key before {@code first}. Not remembered when something was written meanwhile. */
    synchronized void found(byte[] from, byte[] first, long moment) {
        if (writes == moment) {
            fronts.put(Key.of(from), first);
        }
    }

    /**
     * Called before and after keys are written, so that nothing is remembered of a scan that may have missed them.
     *
     * @param keys in ascending order
     */
    synchronized void written(byte[][] keys) {
        writes++;
        fronts.replaceAll((range, front) -> {
            int at = Arrays.binarySearch(keys, range.toBytes(), Arrays::compareUnsigned);
            int next = at >= 0 ? at : -at - 1;
            boolean isEarlier = next < keys.length && Arrays.compareUnsigned(keys[next], front) < 0;
            return isEarlier ? keys[next] : front;
        });
    }
}
