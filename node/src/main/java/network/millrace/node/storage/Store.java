package network.millrace.node.storage;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import network.millrace.ledger.state.StateEntry;
import network.millrace.ledger.state.StateReader;
import network.millrace.ledger.state.WriteSet;
import network.millrace.node.storage.Database.Space;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.TxRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a node keeps: the block log, the state after the last block, and an index of blocks and transactions.
 *
 * <p>A block is stored in two steps. {@link #append} makes it durable, and from then on it may be acknowledged; {@link #commit}
 * puts its writes into the state. After a crash between the two, {@link #pending} shows what is to be applied again.
 *
 * <p>One thread appends and commits. Others may read blocks and transactions at any time, and the state while no commit runs.
 */
public final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final int REINDEX_BATCH = 1000;

    private final Database database;
    private final BlockLog log;
    private final BlockIndex index;
    private final StateReader state;
    private final ConcurrentMap<Long, LogPosition> appended = new ConcurrentHashMap<>();
    private volatile Progress progress;

    private Store(Database database, BlockLog log) {
        this.database = database;
        this.log = log;
        this.index = new BlockIndex(database);
        this.state = new CommittedState(database);
        this.progress = Progress.read(database);
    }

    /**
     * Opens the log and the database, cuts a block that a crash left unfinished, and mends an index that is behind.
     *
     * @param segmentBytes size at which a file of the block log is ended
     * @throws StorageException when log and database do not fit together, or the log is damaged
     */
    public static Store open(Disk disk, Database database, int segmentBytes) {
        BlockLog log = BlockLog.open(disk, segmentBytes);
        try {
            Store store = new Store(database, log);
            store.checkConsistency(disk);
            store.resumeIndex();
            return store;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Whether {@link #begin} has been called on this store, ever. */
    public boolean hasGenesis() {
        return progress.genesis().isPresent();
    }

    /** Height of the last block in the state; of the genesis when there is none yet. */
    public long height() {
        return progress.stateHeight();
    }

    /** The state after the block at {@link #height}. */
    public StateReader state() {
        return state;
    }

    /** SHA-256 of the genesis that the state began with. */
    public Hash genesisHash() {
        return progress.genesis().orElseThrow(() -> new IllegalStateException("the store has no genesis yet"));
    }

    /** Stores the state that a genesis with this hash makes, as the state after {@code height}. */
    public void begin(Hash genesis, long height, WriteSet writes) {
        if (hasGenesis()) {
            throw new IllegalStateException("the store already has a genesis, at height " + height());
        }
        if (log.lastHeight() != 0 && log.earliestHeight() != height + 1) {
            throw new StorageException(
                    "The block log begins at block " + log.earliestHeight() + ", and a state can be rebuilt"
                            + " only from block " + (height + 1) + " on: put the older segments back from a copy.");
        }
        Progress next = new Progress(genesis, height, height);
        database.write(next.put(stateBatch(writes)));
        progress = next;
    }

    /** Makes the next block durable. After a failure the store must be closed: what the disk holds is not known. */
    public void append(BlockRecord record) {
        long height = record.getBlock().getHeight();
        if (height != Math.max(log.lastHeight(), height()) + 1) {
            throw new IllegalStateException(
                    "block " + height + " does not follow block " + Math.max(log.lastHeight(), height()));
        }
        appended.put(height, log.append(height, record.toByteArray()));
    }

    /** Puts the writes of the next block, which has been appended, into the state, and the block into the index. */
    public void commit(BlockRecord record, WriteSet writes) {
        long height = record.getBlock().getHeight();
        LogPosition position = appended.get(height);
        if (height != height() + 1 || position == null) {
            throw new IllegalStateException("block " + height + " was not appended, or does not follow " + height());
        }
        Batch batch = stateBatch(writes);
        index.add(batch, record, position);
        Progress next = progress.at(height, height);
        database.write(next.put(batch));
        progress = next;
        appended.remove(height);
    }

    /** Shows, in order, the blocks that are in the log but not in the state; the visitor commits each before the next. */
    public void pending(Consumer<BlockRecord> visitor) {
        if (log.lastHeight() <= height()) {
            return;
        }
        long first = height() + 1;
        log.scan(first, positionAfter(height()), (position, payload) -> {
            BlockRecord record = decode(payload);
            appended.put(record.getBlock().getHeight(), position);
            visitor.accept(record);
        });
    }

    /** Height of the oldest block that can be read; 0 when there is none. */
    public long earliestHeight() {
        return log.earliestHeight();
    }

    /** A block of the state's history; empty when it lies before the log's start or is not committed yet. */
    public Optional<BlockRecord> block(long height) {
        if (height > height() || height < earliestHeight()) {
            return Optional.empty();
        }
        return index.position(height).map(position -> decode(log.read(position, height)));
    }

    /** A committed transaction by the SHA-256 of its bytes. */
    public Optional<TxRecord> transaction(Hash hash) {
        return index.transaction(hash).flatMap(place -> block(place.height()).map(record -> txRecord(record, place)));
    }

    /** Makes the whole index again from the log. Returns how many blocks were read. */
    public long reindex() {
        database.clear(Space.INDEX);
        progress = progress.at(progress.stateHeight(), log.earliestHeight() - 1);
        database.write(progress.put(new Batch()));
        return resumeIndex();
    }

    @Override
    public void close() {
        log.close();
        database.close();
    }

    private void checkConsistency(Disk disk) {
        if (log.lastHeight() < height() && log.lastHeight() != 0) {
            throw new StorageException("The block log in " + disk.description() + " ends at block " + log.lastHeight()
                    + ", but the state in " + database.description() + " is at block " + height()
                    + ": blocks that were acknowledged are gone. Put the log back from a copy.");
        }
        if (hasGenesis() && log.lastHeight() > height() && log.earliestHeight() > height() + 1) {
            throw new StorageException(
                    "The block log in " + disk.description() + " begins at block " + log.earliestHeight()
                            + ", but the state in " + database.description() + " is at block " + height()
                            + ": put the older segments back from a copy.");
        }
    }

    private LogPosition positionAfter(long height) {
        if (height < log.earliestHeight()) {
            return new LogPosition(log.earliestHeight(), LogSegment.HEADER_BYTES, 0);
        }
        LogPosition position = index.position(height)
                .orElseThrow(() -> new StorageException("The index in " + database.description() + " lacks block "
                        + height + ": run `millrace node reindex`."));
        return new LogPosition(position.segment(), position.offset() + RecordHeader.BYTES + position.length(), 0);
    }

    private long resumeIndex() {
        long from = Math.max(progress.indexHeight() + 1, log.earliestHeight());
        if (!hasGenesis() || log.lastHeight() == 0 || from > height()) {
            return 0;
        }
        LOG.info("indexing blocks from={} to={}", from, height());
        List<LogPosition> batchPositions = new ArrayList<>();
        Batch[] batch = {new Batch()};
        long last = height();
        log.scan(from, positionAfter(from - 1), (position, payload) -> {
            BlockRecord record = decode(payload);
            long height = record.getBlock().getHeight();
            if (height > last) {
                return;
            }
            index.add(batch[0], record, position);
            batchPositions.add(position);
            if (batchPositions.size() == REINDEX_BATCH || height == last) {
                Progress next = progress.at(last, height);
                database.write(next.put(batch[0]));
                progress = next;
                batch[0] = new Batch();
                batchPositions.clear();
            }
        });
        return last - from + 1;
    }

    private static Batch stateBatch(WriteSet writes) {
        Batch batch = new Batch();
        writes.forEach(new WriteSet.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                batch.put(Space.STATE, key, value);
            }

            @Override
            public void delete(byte[] key) {
                batch.remove(Space.STATE, key);
            }
        });
        return batch;
    }

    private static TxRecord txRecord(BlockRecord record, BlockIndex.Place place) {
        Block block = record.getBlock();
        BlockResult result = record.getResult();
        return TxRecord.newBuilder()
                .setHeight(place.height())
                .setIndex(place.index())
                .setTimeMs(block.getTimeMs())
                .setTransaction(block.getTransactions(place.index()))
                .setResult(result.getTransactions(place.index()))
                .build();
    }

    private static BlockRecord decode(byte[] payload) {
        try {
            return BlockRecord.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new StorageException(
                    "A block in the log has a right checksum but does not decode: it was written by another version.",
                    e);
        }
    }

    private record CommittedState(Database database) implements StateReader {
        @Override
        public Optional<byte[]> get(byte[] key) {
            return database.get(Space.STATE, key);
        }

        @Override
        public List<StateEntry> range(byte[] from, byte[] to, boolean reverse, int limit) {
            return database.range(Space.STATE, from, to, reverse, limit).stream()
                    .map(entry -> new StateEntry(entry.key(), entry.value()))
                    .toList();
        }
    }
}
