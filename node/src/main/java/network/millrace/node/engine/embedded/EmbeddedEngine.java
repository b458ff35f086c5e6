package network.millrace.node.engine.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import network.millrace.ledger.kernel.SignatureCheck;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.node.engine.Engine;
import network.millrace.node.engine.EventFeed;
import network.millrace.node.error.NodeError;
import network.millrace.node.storage.Store;
import network.millrace.node.telemetry.Metrics;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.tx.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a {@link Sequencer} a thread and a clock, and lets any number of threads talk to it.
 *
 * <p>{@code order} guards the sequencer: admission and block making. {@code state} lets queries read the committed state side
 * by side and keeps them out while a block's writes go in. A thread that holds {@code state} never asks for {@code order}.
 * Signatures are verified before {@code order} is taken, on the callers' threads, so that several cores share that work.
 */
public final class EmbeddedEngine implements Engine {
    /** Name of this engine in {@link NodeStatus}. */
    public static final String NAME = "embedded";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Sequencer sequencer;
    private final Store store;
    private final SignatureVerifier verifier;
    private final InstantSource clock;
    private final String version;
    private final Runnable onFailure;
    private final EngineMetrics metrics;
    private final EventFeed feed;
    private final Waiters waiters = new Waiters();
    private final ReentrantLock order = new ReentrantLock();
    private final Condition changed = order.newCondition();
    private final ReentrantReadWriteLock state = new ReentrantReadWriteLock();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable String failure;

    private EmbeddedEngine(Parts parts, Sequencer sequencer) {
        this.sequencer = sequencer;
        this.store = parts.store();
        this.verifier = parts.verifier();
        this.clock = parts.clock();
        this.version = parts.version();
        this.onFailure = parts.onFailure();
        this.feed = new EventFeed(store.height(), store::block);
        this.metrics = new EngineMetrics(parts.metrics(), feed::height);
        this.thread = Thread.ofPlatform().name("sequencer").unstarted(this::run);
    }

    /**
     * What an engine is made of.
     *
     * @param verifier decides on signatures; should remember what it has found valid, for each is asked for several times
     * @param version of the program, for {@link NodeStatus}
     * @param onFailure called once when the engine stops by itself
     */
    public record Parts(
            Store store,
            SignatureVerifier verifier,
            InstantSource clock,
            Metrics metrics,
            String version,
            Runnable onFailure) {}

    /** Opens a sequencer on the store and starts its thread. The engine does not close the store. */
    public static EmbeddedEngine start(Parts parts, Genesis genesis, SequencerSettings settings) {
        Sequencer sequencer = Sequencer.open(
                parts.store(),
                genesis,
                parts.verifier(),
                settings,
                parts.clock().millis());
        EmbeddedEngine engine = new EmbeddedEngine(parts, sequencer);
        engine.thread.start();
        return engine;
    }

    @Override
    public BroadcastResponse submit(ByteString transaction) {
        String sender = verifyAhead(transaction);
        order.lock();
        try {
            return admit(transaction, sender);
        } finally {
            order.unlock();
        }
    }

    @Override
    public BroadcastResponse submitAndWait(ByteString transaction, Duration limit) throws InterruptedException {
        String sender = verifyAhead(transaction);
        BroadcastResponse admitted;
        Waiters.Waiter waiter;
        order.lock();
        try {
            admitted = admit(transaction, sender);
            if (admitted.getCode() != 0 || admitted.getHeight() != 0) {
                return admitted;
            }
            waiter = waiters.of(Hash.of(admitted.getHash()));
        } finally {
            order.unlock();
        }
        return waiter.await(limit)
                .orElseGet(() -> refusal(
                        admitted.getHash(),
                        NodeError.TIMED_OUT,
                        "The transaction was admitted, but no block with it came within " + limit.toSeconds()
                                + " s. It may still come: ask for it by its hash."));
    }

    @Override
    public TxResult simulate(ByteString transaction) {
        return reading(() -> sequencer.simulate(transaction));
    }

    @Override
    public Message query(String module, String method, Message request) {
        return reading(() -> sequencer.query(module, method, request));
    }

    @Override
    public Message queryPrototype(String module, String method) {
        return sequencer.queryPrototype(module, method);
    }

    @Override
    public NodeStatus status() {
        Clock now = reading(sequencer::clock);
        return NodeStatus.newBuilder()
                .setChainId(now.getChainId())
                .setHeight(now.getHeight())
                .setTimeMs(now.getTimeMs())
                .setAppHash(now.getAppHash())
                .setBilledTimeMs(now.getBilledTimeMs())
                .setVersion(version)
                .setEngine(NAME)
                .setPendingTransactions(metrics.pending())
                .setEarliestHeight(store.earliestHeight())
                .build();
    }

    @Override
    public EventFeed events() {
        return feed;
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends after the block that is being made, if one is. Transactions that wait are forgotten, and their senders told. */
    @Override
    public void close() {
        stopping = true;
        order.lock();
        try {
            changed.signalAll();
        } finally {
            order.unlock();
        }
        try {
            if (!thread.join(STOP_LIMIT)) {
                throw new IllegalStateException("the sequencer did not end within " + STOP_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    private void run() {
        try {
            while (!stopping) {
                step();
            }
        } catch (InterruptedException e) {
            LOG.debug("sequencer interrupted");
        } catch (RuntimeException | Error e) {
            // Better no block than a wrong one: what failed here may have left memory and disk different.
            failure = "The node stopped making blocks: " + e.getMessage();
            LOG.error("sequencer stopped height={}", feed.height(), e);
            release();
            onFailure.run();
        }
    }

    private void step() throws InterruptedException {
        order.lock();
        try {
            for (long waitMs = untilWakeMs(); waitMs > 0 && !stopping; waitMs = untilWakeMs()) {
                changed.await(waitMs, TimeUnit.MILLISECONDS);
            }
            if (!stopping) {
                produce(clock.millis()).ifPresent(this::announce);
            }
        } finally {
            order.unlock();
        }
    }

    private long untilWakeMs() {
        long nowMs = clock.millis();
        return sequencer.nextWakeMs(nowMs) - nowMs;
    }

    private Optional<Production> produce(long nowMs) {
        long startNs = System.nanoTime();
        if (!sequencer.prepare(nowMs)) {
            return Optional.empty();
        }
        Lock writing = state.writeLock();
        Production production;
        writing.lock();
        try {
            production = sequencer.commit();
        } finally {
            writing.unlock();
        }
        metrics.block(production.record(), System.nanoTime() - startNs, sequencer.pending());
        return Optional.of(production);
    }

    private void announce(Production production) {
        BlockRecord record = production.record();
        feed.publish(record);
        for (TxResult result : record.getResult().getTransactionsList()) {
            waiters.decide(
                    Hash.of(result.getHash()),
                    BroadcastResponse.newBuilder()
                            .setHash(result.getHash())
                            .setHeight(record.getBlock().getHeight())
                            .setResult(result)
                            .build());
        }
        for (Production.Evicted evicted : production.evicted()) {
            waiters.decide(
                    evicted.hash(),
                    BroadcastResponse.newBuilder()
                            .setHash(evicted.hash().toByteString())
                            .setCode(evicted.code())
                            .setCodespace(evicted.codespace())
                            .setLog(evicted.log())
                            .build());
        }
    }

    private BroadcastResponse admit(ByteString transaction, String sender) {
        if (stopping || failure().isPresent()) {
            ByteString hash = Transactions.hash(transaction.toByteArray()).toByteString();
            return refusal(
                    hash, NodeError.STOPPED, failure().orElse("The node is stopping. Send it again when it is back."));
        }
        BroadcastResponse response = sequencer.submit(transaction, sender, clock.millis());
        metrics.submitted(response, sequencer.pending());
        // The sequencer has to look up only when what it waits for has come nearer.
        if (sequencer.pending() == 1 || sequencer.isBlockFull()) {
            changed.signalAll();
        }
        return response;
    }

    // Leaves what it finds valid with the verifier, and everything that is wrong to the ledger's own check. Returns who
    // pays.
    private String verifyAhead(ByteString transaction) {
        List<SignatureCheck> checks = reading(() -> sequencer.signatureChecks(transaction));
        for (SignatureCheck check : checks) {
            if (!verifier.isValid(check)) {
                return "";
            }
        }
        return checks.isEmpty()
                ? ""
                : checks.getFirst().transaction().feePayer().toString();
    }

    private <T> T reading(Supplier<T> read) {
        Lock reading = state.readLock();
        reading.lock();
        try {
            return read.get();
        } finally {
            reading.unlock();
        }
    }

    private void release() {
        feed.close();
        waiters.decideAll(
                refusal(
                        ByteString.EMPTY,
                        NodeError.STOPPED,
                        failure()
                                .orElse(
                                        "The node stopped before the transaction was in a block. Send it again when it is back.")));
    }

    private static BroadcastResponse refusal(ByteString hash, NodeError error, String message) {
        return BroadcastResponse.newBuilder()
                .setHash(hash)
                .setCode(error.code())
                .setCodespace(NodeError.CODESPACE)
                .setLog(message)
                .build();
    }
}
