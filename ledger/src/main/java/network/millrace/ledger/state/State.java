package network.millrace.ledger.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The committed state as changed by the block (or check, or query) that is running. Owned by one thread.
 *
 * <p>Values read or written are kept decoded. Each write notes what it replaced, so that {@link #rollback} takes back
 * everything since a {@link #savepoint} in time proportional to what was written; a read is one hash look-up however deep
 * savepoints are nested. Keys become ordered table by table, when a range of that table is scanned.
 */
public final class State implements Stateful {
    private final StateReader committed;
    private final ReadCache cache;
    private final Map<Key, Slot> slots = new LinkedHashMap<>();
    /** By the two bytes that every key of a table begins with. */
    private final Map<Integer, TableWrites> tables = new LinkedHashMap<>();

    private final ArrayList<Undo> undo = new ArrayList<>();

    public State(StateReader committed) {
        this(committed, new ReadCache(1));
    }

    /** @param cache what is known of this very committed state already */
    public State(StateReader committed, ReadCache cache) {
        this.committed = committed;
        this.cache = cache;
    }

    @Override
    public State state() {
        return this;
    }

    /** A mark to {@link #rollback} to. Marks nest; releasing or rolling back an outer one ends the inner ones. */
    public int savepoint() {
        return undo.size();
    }

    /** Takes back every write since the mark. */
    public void rollback(int savepoint) {
        for (int i = undo.size() - 1; i >= savepoint; i--) {
            undo.removeLast().restore();
        }
    }

    /** Forgets how to take writes back: nothing before this moment can be rolled back any more. */
    public void forgetSavepoints() {
        undo.clear();
    }

    /** Everything that differs from the committed state, encoded, in the order of the keys. */
    public WriteSet writeSet() {
        var dirty = new ArrayList<Slot>();
        forEachWritten(dirty::add);
        dirty.sort((a, b) -> a.key.compareTo(b.key));
        var changes = new ArrayList<WriteSet.Change>(dirty.size());
        for (Slot slot : dirty) {
            changes.add(slot.change());
        }
        return new WriteSet(changes);
    }

    @SuppressWarnings("unchecked") // a key belongs to one table, and a table has one type of values
    <V> @Nullable V get(Key key, ValueCodec<V> codec) {
        return (V) slot(key, codec).value;
    }

    /** Where the value of a key is kept, read from the store if need be. Not to be held across a rollback. */
    Slot slot(Key key, ValueCodec<?> codec) {
        Slot slot = slots.get(key);
        return slot == null ? load(key, codec) : slot;
    }

    <V> void put(Key key, V value, ValueCodec<V> codec) {
        set(key, value, codec);
    }

    void remove(Key key, ValueCodec<?> codec) {
        set(key, null, codec);
    }

    /** Everything that differs from the committed state, in no order that matters. */
    void forEachWritten(Consumer<Slot> action) {
        for (TableWrites table : tables.values()) {
            for (Slot slot : table.all()) {
                if (slot.dirty) {
                    action.accept(slot);
                }
            }
        }
    }

    /** What was written to the table of this key. */
    TableWrites writes(Key key) {
        return tables.computeIfAbsent(key.table(), table -> new TableWrites());
    }

    List<StateEntry> committedRange(byte[] from, byte[] to, boolean reverse, int limit) {
        return committed.range(from, to, reverse, limit);
    }

    private <V> Slot load(Key key, ValueCodec<V> codec) {
        var slot = new Slot(key, codec, cache.read(key, committed, codec));
        slots.put(key, slot);
        return slot;
    }

    private void set(Key key, @Nullable Object value, ValueCodec<?> codec) {
        Slot slot = slots.get(key);
        if (slot == null) {
            // What the store holds is not needed to write over it: a rollback makes the slot unknown again.
            slot = new Slot(key, codec, null);
            slots.put(key, slot);
            undo.add(new Undo(slots, slot, null, false, true));
            write(slot, value);
        } else {
            set(slot, value);
        }
    }

    /** Writes to a slot that {@link #slot} has returned. */
    void set(Slot slot, @Nullable Object value) {
        undo.add(new Undo(slots, slot, slot.value, slot.dirty, false));
        write(slot, value);
    }

    private void write(Slot slot, @Nullable Object value) {
        slot.value = value;
        if (!slot.dirty) {
            slot.dirty = true;
            if (!slot.listed) {
                slot.listed = true;
                writes(slot.key).add(slot);
            }
        }
    }

    /** One key of the overlay; a value of null means that the key is absent. */
    static final class Slot {
        final Key key;
        private final ValueCodec<?> codec;

        @Nullable
        Object value;

        boolean dirty;
        private boolean listed;

        Slot(Key key, ValueCodec<?> codec, @Nullable Object value) {
            this.key = key;
            this.codec = codec;
            this.value = value;
        }

        @SuppressWarnings("unchecked") // the slot's value was put together with its codec
        WriteSet.Change change() {
            if (value == null) {
                return new WriteSet.Delete(key.bytes());
            }
            return new WriteSet.Put(key.bytes(), ((ValueCodec<Object>) codec).encode(value));
        }
    }

    /** How one write is taken back. */
    private record Undo(
            Map<Key, Slot> slots, Slot slot, @Nullable Object value, boolean dirty, boolean unknownBefore) {
        void restore() {
            slot.value = value;
            slot.dirty = dirty;
            if (unknownBefore) {
                slots.remove(slot.key);
            }
        }
    }
}
