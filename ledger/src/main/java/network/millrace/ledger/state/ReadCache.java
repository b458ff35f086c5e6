package network.millrace.ledger.state;

import com.google.protobuf.MessageLite;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of the committed state, decoded, from one block to the next: most of what a block reads, the block before has
 * read or written. Up to a limit it keeps what was last written or first read most recently. It changes how fast a state
 * answers and never what, as long as every commit is shown to it. Owned by one thread.
 */
public final class ReadCache {
    /** Stands for the value of a key that is known to be absent. */
    private enum Absence {
        ABSENT
    }

    /** By their encoding; decoded, a message takes several times as much. A tenant chooses how large its values are. */
    private static final long BYTES_MAX = 16L << 20;

    /** What a key and its entry take beside the value. */
    private static final int ENTRY_BYTES = 64;

    private final int limit;
    private final LinkedHashMap<Key, Object> values = new LinkedHashMap<>();
    private long bytes;

    /** @param limit how many values are kept at most; fewer when they are large */
    public ReadCache(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("expected room for at least 1 value, came " + limit);
        }
        this.limit = limit;
    }

    /** Takes over what a state has written, once it is committed. */
    public void accept(State committed) {
        committed.forEachWritten(slot -> {
            forget(slot.key); // so that it counts as new
            Object known = slot.value == null ? Absence.ABSENT : slot.value;
            put(slot.key, known, weight(known));
        });
    }

    /** The value of a key in the committed state: as remembered, else as the store answers. Null when it is absent. */
    <V> @Nullable Object read(Key key, StateReader committed, ValueCodec<V> codec) {
        Object known = values.get(key);
        if (known != null) {
            return known == Absence.ABSENT ? null : known;
        }
        Optional<byte[]> encoded = committed.get(key.bytes());
        if (encoded.isEmpty()) {
            put(key, Absence.ABSENT, ENTRY_BYTES);
            return null;
        }
        V stored = codec.decode(encoded.get());
        // The length is at hand here; asking a message for its size walks all of it.
        put(key, stored, stored instanceof MessageLite ? ENTRY_BYTES + encoded.get().length : ENTRY_BYTES);
        return stored;
    }

    private void put(Key key, Object known, long weight) {
        values.put(key, known);
        bytes += weight;
        while (values.size() > limit || (bytes > BYTES_MAX && values.size() > 1)) {
            forget(values.firstEntry().getKey());
        }
    }

    private void forget(Key key) {
        Object known = values.remove(key);
        if (known != null) {
            bytes -= weight(known);
        }
    }

    /** A message that has been encoded knows its size. */
    private static long weight(Object value) {
        return (long) ENTRY_BYTES + (value instanceof MessageLite message ? message.getSerializedSize() : 0);
    }
}
