package network.millrace.ledger.state;

import java.util.Optional;

/** One value at one fixed key, such as a module's parameters. */
public final class Cell<V> {
    private final Key key;
    private final ValueCodec<V> values;

    Cell(byte[] key, ValueCodec<V> values) {
        this.key = new Key(key);
        this.values = values;
    }

    public Optional<V> get(Stateful at) {
        return Optional.ofNullable(at.state().get(key, values));
    }

    public void put(Stateful at, V value) {
        at.state().put(key, value, values);
    }

    /** The same writes with another value for this cell, which must be among them. */
    public WriteSet replaceIn(WriteSet writes, V value) {
        return writes.replacing(key.bytes(), values.encode(value));
    }
}
