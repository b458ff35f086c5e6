package network.millrace.ledger.state;

/** A table without values: a set of typed keys, in order. */
public final class KeySet<K> {
    /** The empty value that says that a key is there. */
    static final ValueCodec<Boolean> PRESENT = new ValueCodec<>() {
        private static final byte[] EMPTY = new byte[0];

        @Override
        public byte[] encode(Boolean value) {
            return EMPTY;
        }

        @Override
        public Boolean decode(byte[] bytes) {
            if (bytes.length != 0) {
                throw new IllegalStateException(
                        "state is damaged: expected an empty value, came " + bytes.length + " bytes");
            }
            return true;
        }
    };

    private final byte[] prefix;
    private final KeyCodec<K> keys;

    KeySet(byte[] prefix, KeyCodec<K> keys) {
        this.prefix = prefix;
        this.keys = keys;
    }

    public boolean contains(Stateful at, K key) {
        return at.state().get(encoded(key), PRESENT) != null;
    }

    public void add(Stateful at, K key) {
        at.state().put(encoded(key), true, PRESENT);
    }

    public void remove(Stateful at, K key) {
        at.state().remove(encoded(key), PRESENT);
    }

    /** The keys in order; a row's value is always true. */
    public Scan<K, Boolean> scan(Stateful at) {
        return new Scan<>(
                at, prefix, (bytes, value) -> new Row<>(keys.read(new KeyReader(bytes, prefix.length)), true));
    }

    private Key encoded(K key) {
        var out = new KeyWriter().raw(prefix);
        keys.write(key, out);
        return new Key(out.toBytes());
    }
}
