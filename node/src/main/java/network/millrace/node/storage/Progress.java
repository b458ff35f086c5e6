package network.millrace.node.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.millrace.node.storage.Database.Space;
import network.millrace.protocol.crypto.Hash;
import org.jspecify.annotations.Nullable;

/**
 * How far a database has come; written in the same batch as what it speaks of.
 *
 * @param genesisHash of what the state began with; null while there is no state
 * @param stateHeight last block whose writes are in the state
 * @param indexHeight last block that is in the index
 */
record Progress(@Nullable Hash genesisHash, long stateHeight, long indexHeight) {
    private static final byte[] KEY = "progress".getBytes(StandardCharsets.US_ASCII);

    static Progress read(Database database) {
        return database.get(Space.PROGRESS, KEY).map(Progress::decode).orElse(new Progress(null, 0, 0));
    }

    Optional<Hash> genesis() {
        return Optional.ofNullable(genesisHash);
    }

    Progress at(long newStateHeight, long newIndexHeight) {
        return new Progress(genesisHash, newStateHeight, newIndexHeight);
    }

    /** Adds this to a batch; there must be a genesis. */
    Batch put(Batch batch) {
        byte[] value = ByteBuffer.allocate(Hash.BYTES + 2 * Long.BYTES)
                .put(genesis().orElseThrow().bytes())
                .putLong(stateHeight)
                .putLong(indexHeight)
                .array();
        return batch.put(Space.PROGRESS, KEY, value);
    }

    private static Progress decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] genesis = new byte[Hash.BYTES];
        buffer.get(genesis);
        return new Progress(Hash.of(genesis), buffer.getLong(), buffer.getLong());
    }
}
