package network.millrace.node.engine.embedded;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.random.RandomGenerator;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.ledger.kernel.VerifiedSignatures;
import network.millrace.node.Person;
import network.millrace.node.mempool.MempoolLimits;
import network.millrace.node.storage.Store;
import network.millrace.node.storage.memory.MemoryDatabase;
import network.millrace.node.storage.memory.MemoryDisk;
import network.millrace.protocol.node.v1.BroadcastResponse;

/** A sequencer on a disk in memory with a clock set by hand. The machine can crash and start again. */
final class Machine {
    static final long START_MS = Person.GENESIS_MS + 60_000;
    static final SequencerSettings SETTINGS =
            new SequencerSettings(200, 5_000, 3, new MempoolLimits(10, 1 << 20, 8, 60_000));

    final MemoryDisk disk = new MemoryDisk();
    final MemoryDatabase database = new MemoryDatabase();
    private final SequencerSettings settings;
    private Store store;
    private Sequencer sequencer;
    private long nowMs = START_MS;

    Machine() {
        this(SETTINGS);
    }

    Machine(SequencerSettings settings) {
        this.settings = settings;
        this.store = openStore();
        this.sequencer = openSequencer();
    }

    Sequencer sequencer() {
        return sequencer;
    }

    Store store() {
        return store;
    }

    long nowMs() {
        return nowMs;
    }

    /** Sets the clock, back or forth. */
    Machine at(long ms) {
        nowMs = ms;
        return this;
    }

    Machine pass(long ms) {
        return at(nowMs + ms);
    }

    BroadcastResponse submit(ByteString transaction) {
        return sequencer.submit(transaction, nowMs);
    }

    Optional<Production> produce() {
        return sequencer.produce(nowMs);
    }

    /** Moves the clock to the next wake and makes the block that is due then. */
    Production next() {
        at(Math.max(nowMs, sequencer.nextWakeMs(nowMs)));
        return produce().orElseThrow(() -> new AssertionError("no block was due at the time it was said to be"));
    }

    /** Ends the process in order and starts it again. */
    void restart() {
        store.close();
        store = openStore();
        sequencer = openSequencer();
    }

    /** Power fails, and comes back. */
    void crash(RandomGenerator random) {
        disk.crash(random);
        database.crash(random);
        restart();
    }

    private Store openStore() {
        return Store.open(disk, database, 4096);
    }

    private Sequencer openSequencer() {
        SignatureVerifier verifier = new VerifiedSignatures(SignatureVerifier.atOnce(), 1000);
        return Sequencer.open(store, Person.genesis(), verifier, settings, nowMs);
    }
}
