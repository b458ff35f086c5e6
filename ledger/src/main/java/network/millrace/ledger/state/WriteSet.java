package network.millrace.ledger.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What a block changes: keys in rising order, each with its new value or with none when it is deleted. Immutable. */
public final class WriteSet {
    /** Receives each change in the order of the keys. The arrays must not be changed. */
    public interface Visitor {
        void put(byte[] key, byte[] value);

        void delete(byte[] key);
    }

    private final List<Change> changes;

    WriteSet(List<Change> changes) {
        this.changes = List.copyOf(changes);
    }

    public int size() {
        return changes.size();
    }

    public void forEach(Visitor visitor) {
        for (Change change : changes) {
            change.visit(visitor);
        }
    }

    /** The same changes but for one key that is among them. */
    WriteSet replacing(byte[] key, byte[] value) {
        var replaced = new ArrayList<>(changes);
        for (int i = 0; i < replaced.size(); i++) {
            if (Arrays.equals(replaced.get(i).key(), key)) {
                replaced.set(i, new Put(key, value));
                return new WriteSet(replaced);
            }
        }
        throw new IllegalArgumentException("expected a key that is written in this block, came "
                + HexFormat.of().formatHex(key));
    }

    /** A key that is written or deleted. */
    sealed interface Change {
        byte[] key();

        void visit(Visitor visitor);
    }

    static final class Put implements Change {
        private final byte[] key;
        private final byte[] value;

        Put(byte[] key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public void visit(Visitor visitor) {
            visitor.put(key, value);
        }
    }

    static final class Delete implements Change {
        private final byte[] key;

        Delete(byte[] key) {
            this.key = key;
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public void visit(Visitor visitor) {
            visitor.delete(key);
        }
    }
}
