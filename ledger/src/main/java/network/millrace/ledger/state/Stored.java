package network.millrace.ledger.state;

/** A value as a cursor found it: still encoded in the committed state, or decoded in the overlay. */
sealed interface Stored {
    <V> V as(ValueCodec<V> codec);

    /** In the committed state. */
    record Encoded(StateEntry entry) implements Stored {
        @Override
        public <V> V as(ValueCodec<V> codec) {
            return codec.decode(entry.value());
        }
    }

    /** In the overlay. */
    record Decoded(Object value) implements Stored {
        @Override
        @SuppressWarnings("unchecked") // a key belongs to one table, and a table has one type of values
        public <V> V as(ValueCodec<V> codec) {
            return (V) value;
        }
    }
}
