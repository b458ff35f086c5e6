package network.millrace.ledger.state;

import com.google.protobuf.Message;
import java.util.BitSet;

/**
 * The keys of one module: everything that begins with its byte. Hands out the tables and refuses a table number that is
 * taken. Numbers are part of the state's format and never change.
 */
public final class Keyspace {
    private final int module;
    private final BitSet taken = new BitSet(256);

    /** @param module 1 to 254, one for each module */
    public Keyspace(int module) {
        if (module < 1 || module > 254) {
            throw new IllegalArgumentException("expected a module byte from 1 to 254, came " + module);
        }
        this.module = module;
    }

    public int module() {
        return module;
    }

    /**
     * A table of messages.
     *
     * @param table 0 to 254
     */
    public <K, V extends Message> Table<K, V> table(int table, KeyCodec<K> keys, V prototype) {
        return table(table, keys, ValueCodec.of(prototype));
    }

    public <K, V> Table<K, V> table(int table, KeyCodec<K> keys, ValueCodec<V> values) {
        return new Table<>(this, prefix(table), keys, values);
    }

    /** A table that only says which keys are there. */
    public <K> KeySet<K> keySet(int table, KeyCodec<K> keys) {
        return new KeySet<>(prefix(table), keys);
    }

    /** A single value. */
    public <V extends Message> Cell<V> cell(int table, V prototype) {
        return new Cell<>(prefix(table), ValueCodec.of(prototype));
    }

    byte[] prefix(int table) {
        if (table < 0 || table > 254 || taken.get(table)) {
            throw new IllegalArgumentException(
                    "expected a table number from 0 to 254 that is free in module byte " + module + ", came " + table);
        }
        taken.set(table);
        return new byte[] {(byte) module, (byte) table};
    }
}
