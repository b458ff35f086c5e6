package network.millrace.ledger.state;

import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a {@link Table} in the order of another value. An entry's key is the indexed value followed by the primary
 * key, and its own value is empty. The table keeps it: nobody writes to an index.
 */
public final class Index<I, K, V> {
    private final byte[] prefix;
    private final KeyCodec<I> indexKeys;
    private final KeyCodec<K> primaryKeys;
    private final BiFunction<K, V, Optional<I>> indexed;

    Index(byte[] prefix, KeyCodec<I> indexKeys, KeyCodec<K> primaryKeys, BiFunction<K, V, Optional<I>> indexed) {
        this.prefix = prefix;
        this.indexKeys = indexKeys;
        this.primaryKeys = primaryKeys;
        this.indexed = indexed;
    }

    /** Rows of (indexed value, primary key), ordered by both. */
    public Scan<I, K> scan(Stateful at) {
        return new Scan<>(at, prefix, (bytes, value) -> {
            var in = new KeyReader(bytes, prefix.length);
            I indexValue = indexKeys.read(in);
            return new Row<>(indexValue, primaryKeys.read(in));
        });
    }

    void update(Stateful at, K key, @Nullable V before, @Nullable V after) {
        Optional<I> from = before == null ? Optional.empty() : indexed.apply(key, before);
        Optional<I> to = after == null ? Optional.empty() : indexed.apply(key, after);
        if (from.equals(to)) {
            return;
        }
        if (from.isPresent()) {
            at.state().remove(encoded(from.get(), key), KeySet.PRESENT);
        }
        if (to.isPresent()) {
            at.state().put(encoded(to.get(), key), true, KeySet.PRESENT);
        }
    }

    private Key encoded(I indexValue, K key) {
        var out = new KeyWriter().raw(prefix);
        indexKeys.write(indexValue, out);
        primaryKeys.write(key, out);
        return new Key(out.toBytes());
    }
}
