package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import network.millrace.client.EventStream;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.node.error.NodeError;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.node.v1.TxRecord;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Answer;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.Fibers;
import network.millrace.simulation.world.World;

/**
 * One party's way to the node: each call takes time both ways, may be lost on either, come twice or find nobody there. Calls
 * block, so they are made in a fiber or from outside the world.
 */
public final class SimulatedNetwork implements Network {
    private static final long LATENCY_MAX_MS = 40;
    private static final long DELAYED_MAX_MS = 8_000;
    private static final long PATIENCE_MS = 10_000;
    private static final long COMMIT_PATIENCE_MS = 30_000;

    private final String who;
    private final World world;
    private final Fibers fibers;
    private final Faults faults;
    private final NodeActor node;
    private final Draw latency;

    SimulatedNetwork(String who, Surroundings around) {
        this.who = who;
        this.world = around.world();
        this.fibers = around.fibers();
        this.faults = around.faults();
        this.node = around.node();
        this.latency = world.draw("latency of " + who);
    }

    @Override
    public NodeStatus status() {
        return call(() -> {
            Clock clock = node.sequencer().clock();
            return NodeStatus.newBuilder()
                    .setChainId(clock.getChainId())
                    .setHeight(clock.getHeight())
                    .setTimeMs(clock.getTimeMs())
                    .setAppHash(clock.getAppHash())
                    .setBilledTimeMs(clock.getBilledTimeMs())
                    .setVersion("simulated")
                    .setEngine("embedded")
                    .setPendingTransactions(node.sequencer().pending())
                    .setEarliestHeight(node.store().earliestHeight())
                    .build();
        });
    }

    @Override
    public BroadcastResponse submit(byte[] transaction, BroadcastRequest.Wait wait) {
        ByteString bytes = ByteString.copyFrom(transaction);
        if (wait != BroadcastRequest.Wait.COMMITTED) {
            return call(() -> node.submit(bytes));
        }
        return ask(() -> {
            Answer<BroadcastResponse> answer = node.submitAndWait(bytes);
            world.after(COMMIT_PATIENCE_MS, "patience", () -> answer.give(timedOut(bytes)));
            return answer;
        });
    }

    @Override
    public TxResult simulate(byte[] transaction) {
        return call(() -> node.sequencer().simulate(ByteString.copyFrom(transaction)));
    }

    @Override
    public Optional<TxRecord> transaction(Hash hash) {
        return call(() -> node.store().transaction(hash));
    }

    @Override
    public Optional<BlockRecord> block(long height) {
        return call(() -> node.store().block(height));
    }

    @Override
    public <R extends Message> R query(String module, String method, Message request, R prototype) {
        Message response = call(() -> node.sequencer().query(module, method, request));
        if (!prototype.getClass().isInstance(response)) {
            throw new IllegalStateException(module + "/" + method + " answers with "
                    + response.getDescriptorForType().getFullName());
        }
        @SuppressWarnings("unchecked") // Checked above.
        R typed = (R) response;
        return typed;
    }

    @Override
    public EventStream follow(long fromHeight, Set<String> types) {
        return new SimulatedEventStream(this, fromHeight, types);
    }

    @Override
    public Genesis genesis() {
        return call(node::genesis);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** Waits until there is a block of this height. Throws {@link NetworkException} when the node goes down meanwhile. */
    void awaitBlock(long height) {
        while (node.store().height() < height) {
            fibers.await(node.nextBlock());
        }
    }

    /** The height of the newest block. */
    long height() {
        return call(() -> node.store().height());
    }

    void pause(Duration duration) {
        fibers.pause(duration.toMillis());
    }

    private <T> T call(Supplier<T> there) {
        return ask(() -> {
            Answer<T> answer = new Answer<>("an answer for " + who);
            answer.give(there.get());
            return answer;
        });
    }

    private <T> T ask(Supplier<Answer<T>> there) {
        Answer<T> answer = new Answer<>("an answer for " + who);
        if (faults.strikes(Fault.REQUEST_LOST, who)) {
            loseTo(answer);
        } else {
            world.after(oneWayMs(), who, () -> arrive(there, answer));
        }
        return fibers.await(answer);
    }

    private <T> void arrive(Supplier<Answer<T>> there, Answer<T> answer) {
        Answer<T> sent = carryOut(there);
        if (faults.strikes(Fault.REQUEST_REPEATED, who)) {
            carryOut(there);
        }
        if (faults.strikes(Fault.ANSWER_LOST, who)) {
            loseTo(answer);
            return;
        }
        sent.whenThere(() -> world.after(oneWayMs(), who, () -> sent.passTo(answer)));
    }

    /** Answers as the node's HTTP door does. */
    private static <T> Answer<T> carryOut(Supplier<Answer<T>> there) {
        try {
            return there.get();
        } catch (Rejection rejection) {
            return failed(new RefusedException(
                    rejection.code().code(), rejection.code().codespace(), String.valueOf(rejection.getMessage())));
        } catch (NetworkException down) {
            return failed(down);
        }
    }

    private static <T> Answer<T> failed(RuntimeException why) {
        Answer<T> answer = new Answer<>("a refusal");
        answer.fail(why);
        return answer;
    }

    private long oneWayMs() {
        if (faults.strikes(Fault.REQUEST_DELAYED, who)) {
            return faults.draw(Fault.REQUEST_DELAYED).between(LATENCY_MAX_MS, DELAYED_MAX_MS);
        }
        return latency.between(1, LATENCY_MAX_MS);
    }

    private void loseTo(Answer<?> answer) {
        world.after(
                PATIENCE_MS,
                who,
                () -> answer.fail(new NetworkException("no answer from the node within " + PATIENCE_MS + " ms")));
    }

    private static BroadcastResponse timedOut(ByteString transaction) {
        return BroadcastResponse.newBuilder()
                .setHash(Hash.sha256(transaction.toByteArray()).toByteString())
                .setCode(NodeError.TIMED_OUT.code())
                .setCodespace(NodeError.CODESPACE)
                .setLog("The transaction was admitted, but no block with it came in time. It may still come.")
                .build();
    }
}
