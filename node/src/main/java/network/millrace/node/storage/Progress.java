package network.millrace.node.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.millrace.node.storage.Database.Space;
import network.millrace.protocol.crypto.Hash;

/**
 * How far a database has come; written in the same batch as what it speaks of.
 *
 * @param genesis hash of what the state began with; empty while there is no state
 * @param stateHeight last block whose writes are in the state
 * @param indexHeight last block that is in the index
 */
record Progress(Optional<Hash> genesis, long stateHeight, long indexHeight) {
    private static final byte[] KEY = "progress".getBytes(StandardCharsets.US_ASCII);

    static Progress read(Database database) {
        return database.get(Space.PROGRESS, KEY).map(Progress::decode).orElse(new Progress(Optional.empty(), 0, 0));
    }

    Progress at(long newStateHeight, long newIndexHeight) {
        return new Progress(genesis, newStateHeight, newIndexHeight);
    }

    /** Adds this to a batch; there must be a genesis. */
    Batch put(Batch batch) {
        byte[] value = ByteBuffer.allocate(Hash.BYTES + 2 * Long.BYTES)
                .put(genesis.orElseThrow().bytes())
                .putLong(stateHeight)
                .putLong(indexHeight)
                .array();
        return batch.put(Space.PROGRESS, KEY, value);
    }

    private static Progress decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] genesis = new byte[Hash.BYTES];
        buffer.get(genesis);
        return new Progress(Optional.of(Hash.of(genesis)), buffer.getLong(), buffer.getLong());
    }
}
