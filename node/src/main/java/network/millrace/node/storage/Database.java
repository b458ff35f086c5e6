package network.millrace.node.storage;

import java.util.List;
import java.util.Optional;

/**
 * Ordered bytes to bytes, in three spaces. A batch is atomic; it may be lost when the machine stops, but only together with all
 * batches after it. Reads see every batch written before.
 */
public interface Database extends AutoCloseable {

    /** What is kept apart. */
    enum Space {
        /** The ledger's keys, as the ledger wrote them. */
        STATE,
        /** What the node looks up: positions of blocks, transactions. Can be made again from the block log. */
        INDEX,
        /** How far the other two have come. */
        PROGRESS
    }

    /** The value of a key. */
    Optional<byte[]> get(Space space, byte[] key);

    /**
     * Up to {@code limit} entries with {@code from <= key < to}, ascending, or descending when {@code reverse}. Keys
     * compare as unsigned bytes.
     */
    List<Entry> range(Space space, byte[] from, byte[] to, boolean reverse, int limit);

    /** Writes a batch at once. */
    void write(Batch batch);

    /** Removes every key of a space. */
    void clear(Space space);

    /** What an operator would call this database, for error messages. */
    String description();

    @Override
    void close();

    /** A key and its value. Nobody may change the arrays. */
    final class Entry {
        private final byte[] key;
        private final byte[] value;

        /** Takes the arrays as they are. */
        public Entry(byte[] key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        /** The key. */
        public byte[] key() {
            return key;
        }

        /** What the key is set to. */
        public byte[] value() {
            return value;
        }
    }
}
