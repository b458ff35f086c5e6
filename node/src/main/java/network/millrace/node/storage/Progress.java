package network.millrace.node.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import network.millrace.node.storage.Database.Space;

/**
 * How far a database has come; written in the same batch as what it speaks of.
 *
 * @param hasGenesis whether the state holds anything
 * @param stateHeight last block whose writes are in the state
 * @param indexHeight last block that is in the index
 */
record Progress(boolean hasGenesis, long stateHeight, long indexHeight) {
    private static final byte[] KEY = "progress".getBytes(StandardCharsets.US_ASCII);

    static Progress read(Database database) {
        return database.get(Space.PROGRESS, KEY)
                .map(bytes -> {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    return new Progress(true, buffer.getLong(), buffer.getLong());
                })
                .orElse(new Progress(false, 0, 0));
    }

    Batch put(Batch batch) {
        byte[] value = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(stateHeight)
                .putLong(indexHeight)
                .array();
        return batch.put(Space.PROGRESS, KEY, value);
    }
}
