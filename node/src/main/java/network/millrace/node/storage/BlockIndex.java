package network.millrace.node.storage;

import java.nio.ByteBuffer;
import java.util.Optional;
import network.millrace.node.storage.Database.Space;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.node.v1.BlockRecord;

/** Where each block lies in the log, and where each transaction lies among the blocks. */
final class BlockIndex {
    private static final byte BLOCK = 'b';
    private static final byte TRANSACTION = 't';

    private final Database database;

    BlockIndex(Database database) {
        this.database = database;
    }

    /** Height of a transaction's block and its index therein. */
    record Place(long height, int index) {}

    void add(Batch batch, BlockRecord record, LogPosition position) {
        long height = record.getBlock().getHeight();
        batch.put(Space.INDEX, blockKey(height), position.encode());
        BlockResult result = record.getResult();
        for (int i = 0; i < result.getTransactionsCount(); i++) {
            byte[] place = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                    .putLong(height)
                    .putInt(i)
                    .array();
            batch.put(
                    Space.INDEX,
                    key(TRANSACTION, result.getTransactions(i).getHash().toByteArray()),
                    place);
        }
    }

    Optional<LogPosition> position(long height) {
        return database.get(Space.INDEX, blockKey(height)).map(LogPosition::decode);
    }

    Optional<Place> transaction(Hash hash) {
        return database.get(Space.INDEX, key(TRANSACTION, hash.bytes())).map(bytes -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Place(buffer.getLong(), buffer.getInt());
        });
    }

    private static byte[] blockKey(long height) {
        return key(BLOCK, ByteBuffer.allocate(Long.BYTES).putLong(height).array());
    }

    private static byte[] key(byte kind, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put(kind).put(rest).array();
    }
}
