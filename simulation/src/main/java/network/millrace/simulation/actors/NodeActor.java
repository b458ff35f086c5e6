package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.client.NetworkException;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.ledger.kernel.VerifiedSignatures;
import network.millrace.node.engine.embedded.Production;
import network.millrace.node.engine.embedded.Sequencer;
import network.millrace.node.engine.embedded.SequencerSettings;
import network.millrace.node.storage.StorageException;
import network.millrace.node.storage.Store;
import network.millrace.node.storage.memory.MemoryDatabase;
import network.millrace.node.storage.memory.MemoryDisk;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Answer;
import network.millrace.simulation.world.World;
import org.jspecify.annotations.Nullable;

/**
 * A node: the sequencer, store and ledger that ship, on a disk and a database in memory. It wakes itself as the embedded engine
 * does, is killed at any point of making a block, and comes back by the recovery that ships.
 */
public final class NodeActor {
    private static final int SEGMENT_BYTES = 256 * 1024;
    private static final int SIGNATURES_REMEMBERED = 10_000;
    private static final int TORN_WITHIN_BYTES = 4_000;

    private final World world;
    private final Faults faults;
    private final Genesis genesis;
    private final SequencerSettings settings;
    private final BlockListener listener;
    private final NodeClock clock;
    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryDatabase database = new MemoryDatabase();
    private final Map<String, List<Answer<BroadcastResponse>>> waiting = new TreeMap<>();
    private final Map<String, Long> acknowledged = new TreeMap<>();
    private @Nullable Running running;
    private Answer<Long> nextBlock = new Answer<>("the next block");
    private long listenedTo;
    private long announced;
    private long wakeNumber;
    private long crashes;

    private record Running(Store store, Sequencer sequencer) {}

    public NodeActor(World world, Faults faults, Genesis genesis, SequencerSettings settings, BlockListener listener) {
        this.world = world;
        this.faults = faults;
        this.genesis = genesis;
        this.settings = settings;
        this.listener = listener;
        this.clock = new NodeClock(world, faults);
        this.listenedTo = genesis.getInitialHeight();
    }

    /** Starts the process, or starts it again. */
    public void start() {
        if (running != null) {
            return;
        }
        Store store = Store.open(disk, database, SEGMENT_BYTES);
        SignatureVerifier verifier = new VerifiedSignatures(SignatureVerifier.atOnce(), SIGNATURES_REMEMBERED);
        Sequencer sequencer = Sequencer.open(store, genesis, verifier, settings, clock.nowMs());
        running = new Running(store, sequencer);
        world.note("node started at block " + store.height());
        if (store.height() < announced) {
            throw new IllegalStateException(
                    "the node told of block " + announced + " and has only " + store.height() + " after a restart");
        }
        tellListener(store);
        announced = store.height();
        schedule();
    }

    public boolean isUp() {
        return running != null;
    }

    /** The committed state and the log. Throws {@link NetworkException} while the node is down. */
    public Store store() {
        return running().store();
    }

    /** The node's core. Throws {@link NetworkException} while the node is down. */
    public Sequencer sequencer() {
        return running().sequencer();
    }

    public Genesis genesis() {
        return genesis;
    }

    public long crashes() {
        return crashes;
    }

    /** Height of every transaction whose sender was told that its block is durable, by hash in hex. */
    public Map<String, Long> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** Offers a transaction. */
    public BroadcastResponse submit(ByteString transaction) {
        BroadcastResponse response = sequencer().submit(transaction, clock.nowMs());
        if (response.getHeight() > 0) {
            acknowledged.put(Hash.of(response.getHash()).hex(), response.getHeight());
        }
        schedule();
        return response;
    }

    /** Offers a transaction; the answer comes with its block, or with a refusal. */
    public Answer<BroadcastResponse> submitAndWait(ByteString transaction) {
        Answer<BroadcastResponse> answer = new Answer<>("a block with the transaction");
        BroadcastResponse admitted = submit(transaction);
        if (admitted.getCode() != 0 || admitted.getHeight() != 0) {
            answer.give(admitted);
            return answer;
        }
        waiting.computeIfAbsent(Hash.of(admitted.getHash()).hex(), unseen -> new ArrayList<>())
                .add(answer);
        return answer;
    }

    /** Is given the height of the next block that is announced; fails when the node goes down. */
    public Answer<Long> nextBlock() {
        running();
        return nextBlock;
    }

    /** Sets the clock right and ends nothing else; for the end of a run. */
    public void setClockRight() {
        clock.setRight();
        schedule();
    }

    /** The process is killed and the machine loses what was not synced. It starts again after a while. */
    public void crash() {
        if (running == null) {
            return;
        }
        running = null;
        crashes++;
        wakeNumber++;
        disk.crash(faults.draw(Fault.NODE_KILLED));
        database.crash(faults.draw(Fault.NODE_KILLED));
        NetworkException gone = new NetworkException("connection to the node lost");
        List<Answer<BroadcastResponse>> lost =
                waiting.values().stream().flatMap(List::stream).toList();
        waiting.clear();
        lost.forEach(answer -> answer.fail(gone));
        Answer<Long> unheard = nextBlock;
        nextBlock = new Answer<>("the next block");
        unheard.fail(gone);
        boolean isLong = faults.strikes(Fault.NODE_LONG_DOWN, "node");
        long downMs = faults.draw(Fault.NODE_LONG_DOWN)
                .between(100, isLong ? Duration.ofMinutes(15).toMillis() : 8_000);
        world.note("node crashed, back in " + downMs + " ms");
        world.after(downMs, "node restarts", this::start);
    }

    private Running running() {
        if (running == null) {
            throw new NetworkException("connection to the node refused");
        }
        return running;
    }

    private void schedule() {
        if (running == null) {
            return;
        }
        long number = ++wakeNumber;
        long wakeMs = running.sequencer().nextWakeMs(clock.nowMs());
        world.at(clock.worldMs(wakeMs), "node wakes", () -> wake(number));
    }

    private void wake(long number) {
        if (number != wakeNumber || running == null) {
            return;
        }
        clock.drift();
        if (faults.strikes(Fault.NODE_KILLED, "node")) {
            crash();
            return;
        }
        produce(running);
        schedule();
    }

    private void produce(Running process) {
        if (faults.strikes(Fault.NODE_BLOCK_TORN, "node")) {
            disk.failAfter(faults.draw(Fault.NODE_BLOCK_TORN).below(TORN_WITHIN_BYTES));
        } else if (faults.strikes(Fault.NODE_STATE_BEHIND, "node")) {
            database.failNextWrite();
        }
        try {
            process.sequencer().produce(clock.nowMs()).ifPresent(this::tell);
        } catch (StorageException failed) {
            world.note("node stopped: " + failed.getMessage());
            crash();
        }
    }

    private void tell(Production production) {
        if (faults.strikes(Fault.NODE_SILENT, "node")) {
            crash();
            return;
        }
        tellListener(store());
        BlockRecord record = production.record();
        announced = record.getBlock().getHeight();
        for (TxResult result : record.getResult().getTransactionsList()) {
            decide(BroadcastResponse.newBuilder()
                    .setHash(result.getHash())
                    .setHeight(announced)
                    .setResult(result)
                    .build());
        }
        production
                .evicted()
                .forEach(evicted -> decide(BroadcastResponse.newBuilder()
                        .setHash(evicted.hash().toByteString())
                        .setCode(evicted.code())
                        .setCodespace(evicted.codespace())
                        .setLog(evicted.log())
                        .build()));
        Answer<Long> heard = nextBlock;
        nextBlock = new Answer<>("the next block");
        heard.give(announced);
    }

    private void decide(BroadcastResponse response) {
        String hash = Hash.of(response.getHash()).hex();
        List<Answer<BroadcastResponse>> senders = waiting.remove(hash);
        if (senders == null) {
            return;
        }
        if (response.getHeight() > 0) {
            acknowledged.put(hash, response.getHeight());
        }
        senders.forEach(sender -> sender.give(response));
    }

    private void tellListener(Store store) {
        while (listenedTo < store.height()) {
            long height = listenedTo + 1;
            BlockRecord record = store.block(height)
                    .orElseThrow(() -> new IllegalStateException("block " + height + " is not in the node's log"));
            listenedTo = height;
            listener.block(record, BlockEventsOf.block(record));
        }
    }
}
