package network.millrace.ledger.state;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A committed state in memory, for tests, benches and the simulation. Owned by one thread.
 *
 * <p>{@link #apply} stands for the durable commit that a node makes with a block's write set.
 */
public final class MemoryState implements StateReader {
    private final NavigableMap<Key, byte[]> entries;

    public MemoryState() {
        this(new TreeMap<>());
    }

    private MemoryState(NavigableMap<Key, byte[]> entries) {
        this.entries = entries;
    }

    /** An independent copy as of now. */
    public MemoryState copy() {
        return new MemoryState(new TreeMap<>(entries));
    }

    public int size() {
        return entries.size();
    }

    /** Makes the writes part of the committed state. */
    public void apply(WriteSet writes) {
        writes.forEach(new WriteSet.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                entries.put(new Key(key), value);
            }

            @Override
            public void delete(byte[] key) {
                entries.remove(new Key(key));
            }
        });
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(entries.get(new Key(key)));
    }

    @Override
    public List<StateEntry> range(byte[] from, byte[] to, boolean reverse, int limit) {
        var found = new ArrayList<StateEntry>();
        Key first = new Key(from);
        Key end = new Key(to);
        if (first.compareTo(end) >= 0) {
            return found;
        }
        NavigableMap<Key, byte[]> part = entries.subMap(first, true, end, false);
        for (var entry : (reverse ? part.descendingMap() : part).entrySet()) {
            if (found.size() == limit) {
                break;
            }
            found.add(new StateEntry(entry.getKey().bytes(), entry.getValue()));
        }
        return found;
    }
}
