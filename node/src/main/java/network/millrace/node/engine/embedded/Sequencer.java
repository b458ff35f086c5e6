package network.millrace.node.engine.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.ledger.Ledger;
import network.millrace.ledger.kernel.BlockOutcome;
import network.millrace.ledger.kernel.SignatureCheck;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.node.error.NodeError;
import network.millrace.node.mempool.BlockRoom;
import network.millrace.node.mempool.Mempool;
import network.millrace.node.mempool.MempoolRefusal;
import network.millrace.node.mempool.PendingTransaction;
import network.millrace.node.storage.Store;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.KernelParams;
import network.millrace.protocol.ledger.v1.QueryParamsRequest;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.TxRecord;
import network.millrace.protocol.tx.TransactionException;
import network.millrace.protocol.tx.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * Admits transactions and makes blocks of them, one after another. It has no thread and no clock: whoever drives it passes the
 * time, so that a simulation can pass another. Owned by one thread at a time.
 *
 * <p>A block is made {@code blockDelayMs} after the first waiting transaction, at once when a block is full, when the ledger
 * has a deadline, and at the latest {@code tickMs} after the block before.
 */
public final class Sequencer {
    private static final String KERNEL = "kernel";
    private static final long OVERDUE_PAUSE_MS = 20;

    private final Store store;
    private final Ledger ledger;
    private final SequencerSettings settings;
    private final Mempool mempool;
    private final BlockClock blockClock;
    private BlockRoom room;
    private ByteString lastBlockHash;
    private @Nullable Prepared prepared;

    private record Prepared(BlockRecord record, BlockOutcome outcome) {}

    private Sequencer(Store store, Ledger ledger, SequencerSettings settings, long nowMs) {
        this.store = store;
        this.ledger = ledger;
        this.settings = settings;
        this.mempool = new Mempool(settings.mempool());
        this.blockClock = new BlockClock(ledger.clock().getTimeMs(), nowMs);
        this.room = roomNow();
        this.lastBlockHash = store.block(store.height())
                .map(record -> hashOf(record.getBlock()))
                .orElse(ByteString.EMPTY);
    }

    /**
     * Goes on from a store, after loading the genesis into it when it is empty and applying what a crash left undone.
     *
     * @throws network.millrace.node.storage.StorageException when the store cannot be brought to its last durable block
     */
    public static Sequencer open(
            Store store, Genesis genesis, SignatureVerifier verifier, SequencerSettings settings, long nowMs) {
        return new Sequencer(store, Recovery.open(store, genesis, verifier), settings, nowMs);
    }

    /** Admits a transaction to the mempool, or says why not. */
    public BroadcastResponse submit(ByteString transaction, long nowMs) {
        return submit(transaction, senderOf(transaction), nowMs);
    }

    /** As {@link #submit(ByteString, long)}, by one who has found out already who pays the fee. */
    BroadcastResponse submit(ByteString transaction, String sender, long nowMs) {
        byte[] bytes = transaction.toByteArray();
        Hash hash = Transactions.hash(bytes);
        BroadcastResponse.Builder response = BroadcastResponse.newBuilder().setHash(hash.toByteString());
        if (mempool.contains(hash)) {
            return response.build();
        }
        Optional<TxRecord> earlier = store.transaction(hash).filter(Sequencer::isFinal);
        if (earlier.isPresent()) {
            return response.setHeight(earlier.get().getHeight())
                    .setResult(earlier.get().getResult())
                    .build();
        }
        Optional<MempoolRefusal> refusal = mempool.refusal(bytes.length, sender);
        if (refusal.isPresent()) {
            return response.setCode(refusal.get().error().code())
                    .setCodespace(NodeError.CODESPACE)
                    .setLog(refusal.get().message())
                    .build();
        }
        TxResult check = ledger.check(bytes, blockClock.read(nowMs));
        if (check.getCode() == 0) {
            mempool.add(
                    new PendingTransaction(hash, transaction, sender, check.getGasWanted(), blockClock.read(nowMs)));
        }
        return response.setCode(check.getCode())
                .setCodespace(check.getCodespace())
                .setLog(check.getLog())
                .build();
    }

    /** When {@link #produce} will have something to do, on the clock that is passed in. */
    public long nextWakeMs(long nowMs) {
        blockClock.read(nowMs);
        return blockClock.clockAt(dueMs());
    }

    /** Makes a block if one is due. */
    public Optional<Production> produce(long nowMs) {
        return prepare(nowMs) ? Optional.of(commit()) : Optional.empty();
    }

    /**
     * First half of {@link #produce}: applies the due block and makes it durable; reads the committed state, and changes nothing
     * in it. Returns false when no block is due.
     */
    boolean prepare(long nowMs) {
        long timeMs = blockClock.read(nowMs);
        if (timeMs < dueMs()) {
            return false;
        }
        Clock last = ledger.clock();
        Block.Builder block = Block.newBuilder()
                .setChainId(last.getChainId())
                .setHeight(last.getHeight() + 1)
                .setTimeMs(Math.max(timeMs, last.getTimeMs() + 1))
                .setLastAppHash(last.getAppHash())
                .setLastBlockHash(lastBlockHash);
        mempool.next(room).forEach(transaction -> block.addTransactions(transaction.bytes()));
        BlockOutcome outcome = ledger.apply(block.build());
        BlockRecord record = BlockRecord.newBuilder()
                .setBlock(block)
                .setResult(outcome.result())
                .build();
        store.append(record);
        prepared = new Prepared(record, outcome);
        return true;
    }

    /** Second half of {@link #produce}: puts the block's writes into the committed state. Nobody may read it meanwhile. */
    Production commit() {
        Prepared made = prepared;
        if (made == null) {
            throw new IllegalStateException("no block was prepared");
        }
        store.commit(made.record(), made.outcome().writes());
        ledger.commit(made.outcome());
        prepared = null;
        lastBlockHash = hashOf(made.record().getBlock());
        room = roomNow();
        made.record()
                .getResult()
                .getTransactionsList()
                .forEach(result -> mempool.remove(List.of(Hash.of(result.getHash()))));
        return new Production(made.record(), evict(made.record().getBlock().getTimeMs()));
    }

    /** The signatures that {@link #submit} will ask the verifier for, so that they can be verified ahead. */
    List<SignatureCheck> signatureChecks(ByteString transaction) {
        return ledger.view(store.state()).signatureChecks(transaction.toByteArray());
    }

    /** What a transaction would do now. */
    public TxResult simulate(ByteString transaction) {
        return ledger.simulate(transaction.toByteArray());
    }

    /** Asks a module at the last committed block. Throws the ledger's {@code Rejection}. */
    public Message query(String module, String method, Message request) {
        return ledger.query(module, method, request);
    }

    /** An empty request of a query. Throws the ledger's {@code Rejection} when there is none. */
    public Message queryPrototype(String module, String method) {
        return ledger.queryPrototype(module, method);
    }

    /** Height, time and app hash of the last block. */
    public Clock clock() {
        return ledger.clock();
    }

    /** How many transactions wait for a block. */
    public int pending() {
        return mempool.size();
    }

    /** Whether what waits would fill a block, which is then made at once. */
    public boolean isBlockFull() {
        return mempool.fills(room);
    }

    /** The committed state as a genesis. */
    public Genesis export() {
        return ledger.export();
    }

    // In block time. A deadline that a block has just failed to settle is left to the tick: a fault in a module must
    // not make
    // blocks without end.
    private long dueMs() {
        long lastMs = ledger.clock().getTimeMs();
        long due = lastMs + settings.tickMs();
        long deadline = ledger.nextDeadlineMs();
        if (deadline != 0) {
            due = Math.min(due, Math.max(deadline, lastMs + OVERDUE_PAUSE_MS));
        }
        Optional<Long> oldest = mempool.oldestMs();
        if (oldest.isPresent()) {
            due = Math.min(due, isBlockFull() ? lastMs : oldest.get() + settings.blockDelayMs());
        }
        return due;
    }

    // A new state may have made waiting transactions invalid, and forgets which were admitted: all are checked again,
    // in order.
    private List<Production.Evicted> evict(long timeMs) {
        List<Production.Evicted> evicted = new ArrayList<>();
        for (PendingTransaction expired : mempool.expire(timeMs)) {
            evicted.add(new Production.Evicted(
                    expired.hash(),
                    NodeError.EXPIRED.code(),
                    NodeError.CODESPACE,
                    "The transaction waited " + (timeMs - expired.admittedMs())
                            + " ms for a block, longer than this node keeps one. Send it again."));
        }
        for (PendingTransaction waiting : mempool.all()) {
            TxResult check = ledger.check(waiting.bytes().toByteArray(), timeMs);
            if (check.getCode() != 0) {
                mempool.remove(List.of(waiting.hash()));
                evicted.add(
                        new Production.Evicted(waiting.hash(), check.getCode(), check.getCodespace(), check.getLog()));
            }
        }
        return evicted;
    }

    private BlockRoom roomNow() {
        QueryParamsRequest request =
                QueryParamsRequest.newBuilder().setModule(KERNEL).build();
        KernelParams params = ((QueryParamsResponse) ledger.query(KERNEL, "Params", request)).getKernel();
        return new BlockRoom(settings.blockTransactions(), params.getMaxBlockBytes(), params.getMaxBlockGas());
    }

    // What the kernel refused left no trace in the state, so the same bytes may be right another time.
    private static boolean isFinal(TxRecord record) {
        return record.getResult().getCode() == 0
                || !record.getResult().getCodespace().equals(KERNEL);
    }

    private static String senderOf(ByteString transaction) {
        try {
            return Transactions.decode(transaction.toByteArray()).feePayer().toString();
        } catch (TransactionException e) {
            // The ledger's check refuses it with the same sentence, before the sender matters.
            return "";
        }
    }

    private static ByteString hashOf(Block block) {
        return Hash.sha256(block.toByteArray()).toByteString();
    }
}
