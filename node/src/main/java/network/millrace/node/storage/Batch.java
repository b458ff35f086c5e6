package network.millrace.node.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes that take effect together. Not for several threads. */
public final class Batch {
    private final List<Write> writes = new ArrayList<>();

    /** Sets a key. */
    public Batch put(Database.Space space, byte[] key, byte[] value) {
        writes.add(new Write(space, key, value));
        return this;
    }

    /** Removes a key. */
    public Batch remove(Database.Space space, byte[] key) {
        writes.add(new Write(space, key, null));
        return this;
    }

    /** The writes in the order in which they were added. */
    public List<Write> writes() {
        return List.copyOf(writes);
    }

    /** One write; an empty value removes the key. Nobody may change the arrays. */
    public static final class Write {
        private final Database.Space space;
        private final byte[] key;
        private final byte @Nullable [] value;

        private Write(Database.Space space, byte[] key, byte @Nullable [] value) {
            this.space = space;
            this.key = key;
            this.value = value;
        }

        /** Where the key lies. */
        public Database.Space space() {
            return space;
        }

        /** The key. */
        public byte[] key() {
            return key;
        }

        /** What the key is set to; empty when it is removed. */
        public Optional<byte[]> value() {
            return Optional.ofNullable(value);
        }
    }
}
