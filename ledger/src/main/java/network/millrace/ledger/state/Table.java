package network.millrace.ledger.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map of typed keys to immutable values within a module's {@link Keyspace}, with indexes that are kept with every
 * change. The table itself holds no data: it says where in a {@link State} the data lie.
 */
public final class Table<K, V> {
    private final Keyspace space;
    private final byte[] prefix;
    private final KeyCodec<K> keys;
    private final ValueCodec<V> values;
    private final List<Index<?, K, V>> indexes = new ArrayList<>();

    Table(Keyspace space, byte[] prefix, KeyCodec<K> keys, ValueCodec<V> values) {
        this.space = space;
        this.prefix = prefix;
        this.keys = keys;
        this.values = values;
    }

    /**
     * Adds an index: rows of this table by a value computed from them.
     *
     * @param table the index's own number in the keyspace
     * @param indexed the value under which a row is found; empty when the row is not in this index
     */
    public <I> Index<I, K, V> index(int table, KeyCodec<I> indexKeys, BiFunction<K, V, Optional<I>> indexed) {
        var index = new Index<>(space.prefix(table), indexKeys, keys, indexed);
        indexes.add(index);
        return index;
    }

    public Optional<V> get(Stateful at, K key) {
        return Optional.ofNullable(read(at, encoded(key)));
    }

    public boolean contains(Stateful at, K key) {
        return read(at, encoded(key)) != null;
    }

    /** Sets the value of a key, new or not. */
    public void put(Stateful at, K key, V value) {
        Key encoded = encoded(key);
        if (!indexes.isEmpty()) {
            V before = read(at, encoded);
            for (var index : indexes) {
                index.update(at, key, before, value);
            }
        }
        at.state().put(encoded, value, values);
    }

    /** One row to look at and change, found once. Not to be held longer than the step that asks for it. */
    public Place<V> place(Stateful at, K key) {
        return new Place<>() {
            private final State.Slot slot = at.state().slot(encoded(key), values);

            @Override
            public Optional<V> value() {
                return Optional.ofNullable(current());
            }

            @Override
            public void put(V value) {
                change(value);
            }

            @Override
            public void remove() {
                if (slot.value != null) {
                    change(null);
                }
            }

            private void change(@Nullable V value) {
                V before = current();
                for (var index : indexes) {
                    index.update(at, key, before, value);
                }
                at.state().set(slot, value);
            }

            @SuppressWarnings("unchecked") // a key belongs to one table, and a table has one type of values
            private @Nullable V current() {
                return (V) slot.value;
            }
        };
    }

    /** See {@link #place}. */
    public interface Place<V> {
        Optional<V> value();

        void put(V value);

        /** Nothing happens when there is no row. */
        void remove();
    }

    /** Removes a key; nothing happens when it is not there. */
    public void remove(Stateful at, K key) {
        Key encoded = encoded(key);
        V before = read(at, encoded);
        if (before == null) {
            return;
        }
        for (var index : indexes) {
            index.update(at, key, before, null);
        }
        at.state().remove(encoded, values);
    }

    /** The rows in the order of their keys; narrow it with the methods of {@link Scan}. */
    public Scan<K, V> scan(Stateful at) {
        return new Scan<>(at, prefix, (bytes, value) -> new Row<>(key(bytes), value.as(values)));
    }

    private @Nullable V read(Stateful at, Key encoded) {
        return at.state().get(encoded, values);
    }

    private Key encoded(K key) {
        var out = new KeyWriter().raw(prefix);
        keys.write(key, out);
        return new Key(out.toBytes());
    }

    private K key(byte[] bytes) {
        return keys.read(new KeyReader(bytes, prefix.length));
    }
}
