package network.millrace.ledger.state;

import java.util.LinkedHashMap;
import java.util.Map;
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

    private final Map<Key, Object> values;

    /** @param limit how many values are kept */
    public ReadCache(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("expected room for at least 1 value, came " + limit);
        }
        this.values = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
                return size() > limit;
            }
        };
    }

    /** Takes over what a state has written, once it is committed. */
    public void accept(State committed) {
        committed.forEachWritten(slot -> {
            values.remove(slot.key); // so that it counts as new
            put(slot.key, slot.value);
        });
    }

    /** The value of a key in the committed state: as remembered, else as the store answers. Null when it is absent. */
    <V> @Nullable Object read(Key key, StateReader committed, ValueCodec<V> codec) {
        Object known = values.get(key);
        if (known != null) {
            return known == Absence.ABSENT ? null : known;
        }
        Object stored = committed.get(key.bytes()).map(codec::decode).orElse(null);
        put(key, stored);
        return stored;
    }

    private void put(Key key, @Nullable Object value) {
        values.put(key, value == null ? Absence.ABSENT : value);
    }
}
