package network.millrace.node;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.ledger.kernel.VerifiedSignatures;
import network.millrace.node.api.ApiServer;
import network.millrace.node.config.NodeConfig;
import network.millrace.node.engine.Engine;
import network.millrace.node.engine.embedded.EmbeddedEngine;
import network.millrace.node.storage.FileDisk;
import network.millrace.node.storage.RocksDatabase;
import network.millrace.node.storage.Store;
import network.millrace.node.telemetry.Metrics;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.node.v1.NodeStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: store, engine and API put together. Everything is wired here and nowhere else.
 *
 * <p>It serves as soon as {@link #start} returns, and is where it was before any end: {@link #close}, a kill or a power cut.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final NodeConfig config;
    private final Store store;
    private final Engine engine;
    private final ApiServer api;
    private final CountDownLatch ended;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Node(NodeConfig config, Store store, Engine engine, ApiServer api, CountDownLatch ended) {
        this.config = config;
        this.store = store;
        this.engine = engine;
        this.api = api;
        this.ended = ended;
    }

    /**
     * Starts the node of a home on the system's clock.
     *
     * @param version of the program, which the node tells those who ask
     * @throws network.millrace.node.config.ConfigException when the home's files are not right
     * @throws network.millrace.node.storage.StorageException when its data is not
     * @throws java.io.UncheckedIOException when the port is taken
     */
    public static Node start(NodeHome home, NodeConfig config, String version) {
        return start(home, config, version, InstantSource.system());
    }

    /** As {@link #start(NodeHome, NodeConfig, String)}, on another clock. */
    public static Node start(NodeHome home, NodeConfig config, String version, InstantSource clock) {
        long startNs = System.nanoTime();
        Genesis genesis = home.genesis();
        Store store = openStore(home, config);
        try {
            Node node = start(store, genesis, config, version, clock);
            NodeStatus status = node.status();
            LOG.info(
                    "node started chain={} height={} url={} ms={}",
                    status.getChainId(),
                    status.getHeight(),
                    node.url(),
                    (System.nanoTime() - startNs) / 1_000_000);
            return node;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Opens a node's data without starting the node, to inspect it or to make its index again. */
    public static Store openStore(NodeHome home, NodeConfig config) {
        RocksDatabase database = RocksDatabase.open(home.stateFolder(), config.storageMemoryBytes());
        try {
            return Store.open(FileDisk.open(home.blocksFolder()), database, config.segmentBytes());
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Makes the index of a node that is not running again from its block log. Returns how many blocks were read.
     *
     * @throws network.millrace.node.storage.StorageException when the node runs, or its log is damaged
     */
    public static long reindex(NodeHome home, NodeConfig config) {
        try (Store store = openStore(home, config)) {
            return store.reindex();
        }
    }

    private static Node start(Store store, Genesis genesis, NodeConfig config, String version, InstantSource clock) {
        Metrics metrics = new Metrics();
        CountDownLatch ended = new CountDownLatch(1);
        SignatureVerifier verifier = new VerifiedSignatures(SignatureVerifier.atOnce(), config.rememberedSignatures());
        Engine engine = EmbeddedEngine.start(
                new EmbeddedEngine.Parts(store, verifier, clock, metrics, version, ended::countDown),
                genesis,
                config.sequencer());
        try {
            ApiServer api = ApiServer.start(
                    new ApiServer.Sources(engine, store, genesis, metrics), config.door(), config.apiLimits());
            return new Node(config, store, engine, api, ended);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** Where the node is. */
    public NodeStatus status() {
        return engine.status();
    }

    /** The engine, for callers in the same process. */
    public Engine engine() {
        return engine;
    }

    /** The port that the API is served on. */
    public int port() {
        return api.port();
    }

    /** Base address of the API. */
    public URI url() {
        String address = config.door().address();
        return URI.create("http://" + (address.equals("0.0.0.0") ? "127.0.0.1" : address) + ":" + port());
    }

    /** Why the node has stopped making blocks by itself; empty while it makes them. */
    public Optional<String> failure() {
        return engine.failure();
    }

    /** Waits until the node has been closed, or has stopped by itself: see {@link #failure}, then close it. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Ends the node in order: no more blocks, then no more answers, then the files. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            engine.close();
            api.close();
        } finally {
            store.close();
            ended.countDown();
            LOG.info("node stopped height={}", store.height());
        }
    }
}
