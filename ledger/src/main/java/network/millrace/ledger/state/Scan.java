package network.millrace.ledger.state;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A range of a table, to be narrowed and then walked. Immutable.
 *
 * <p>While it is walked the state may change: rows removed ahead are not seen, rows added ahead are.
 */
public final class Scan<K, V> implements Iterable<Row<K, V>> {
    /** Makes a typed row from the bytes of a key and what is stored there. */
    interface RowReader<K, V> {
        Row<K, V> read(byte[] key, Stored value);
    }

    private final Stateful at;
    private final byte[] from;
    private final byte[] to;
    private final byte[] table;
    private final boolean reversed;
    private final RowReader<K, V> reader;

    Scan(Stateful at, byte[] table, RowReader<K, V> reader) {
        this(at, table, table, Key.successor(table), false, reader);
    }

    private Scan(Stateful at, byte[] table, byte[] from, byte[] to, boolean reversed, RowReader<K, V> reader) {
        this.at = at;
        this.table = table;
        this.from = from;
        this.to = to;
        this.reversed = reversed;
        this.reader = reader;
    }

    /** Only rows whose key begins with the fields written. */
    public Scan<K, V> prefix(Consumer<KeyWriter> fields) {
        byte[] prefix = bytes(fields);
        return within(prefix, Key.successor(prefix));
    }

    /** Only rows whose key is at or after the fields written. */
    public Scan<K, V> from(Consumer<KeyWriter> fields) {
        return within(bytes(fields), to);
    }

    /** Only rows whose key is before the fields written. */
    public Scan<K, V> before(Consumer<KeyWriter> fields) {
        return within(from, bytes(fields));
    }

    /** The same rows, last first. */
    public Scan<K, V> reverse() {
        return new Scan<>(at, table, from, to, !reversed, reader);
    }

    public Optional<Row<K, V>> first() {
        var rows = iterator();
        return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    }

    public boolean isEmpty() {
        return !iterator().hasNext();
    }

    public Stream<Row<K, V>> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public Iterator<Row<K, V>> iterator() {
        return new Rows();
    }

    /** Keys as bytes behind the table's prefix: what {@link Page} continues from. */
    Cursor cursor() {
        return new Cursor(at.state(), from, to, reversed);
    }

    Scan<K, V> fromBytes(byte[] behindPrefix) {
        byte[] key = new KeyWriter().raw(table).raw(behindPrefix).toBytes();
        return reversed ? within(from, new KeyWriter().raw(key).u8(0).toBytes()) : within(key, to);
    }

    byte[] behindPrefix(byte[] key) {
        return Arrays.copyOfRange(key, table.length, key.length);
    }

    Row<K, V> row(Cursor cursor) {
        return reader.read(cursor.key(), cursor.value());
    }

    private Scan<K, V> within(byte[] lower, byte[] upper) {
        byte[] later = Arrays.compareUnsigned(lower, from) > 0 ? lower : from;
        byte[] earlier = Arrays.compareUnsigned(upper, to) < 0 ? upper : to;
        return new Scan<>(at, table, later, earlier, reversed, reader);
    }

    private byte[] bytes(Consumer<KeyWriter> fields) {
        var out = new KeyWriter().raw(table);
        fields.accept(out);
        return out.toBytes();
    }

    /** Reads one row ahead only when asked whether there is one, so that it sees changes made while walking. */
    private final class Rows implements Iterator<Row<K, V>> {
        private final Cursor cursor = cursor();
        private @Nullable Row<K, V> ahead;

        @Override
        public boolean hasNext() {
            if (ahead == null && cursor.advance()) {
                ahead = row(cursor);
            }
            return ahead != null;
        }

        @Override
        public Row<K, V> next() {
            if (!hasNext() || ahead == null) {
                throw new NoSuchElementException("the scan has no more rows");
            }
            Row<K, V> row = ahead;
            ahead = null;
            return row;
        }
    }
}
