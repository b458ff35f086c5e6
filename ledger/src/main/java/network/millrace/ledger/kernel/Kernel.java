package network.millrace.ledger.kernel;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import network.millrace.ledger.state.MemoryState;
import network.millrace.ledger.state.State;
import network.millrace.ledger.state.StateReader;
import network.millrace.ledger.state.WriteSet;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Event;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.KernelParams;
import network.millrace.protocol.ledger.v1.TxResult;

/** The state machine of a set of modules: functions from a committed state and a block to an outcome. Holds no state. */
public final class Kernel {
    private static final StateReader EMPTY = new MemoryState();

    private final Registry registry;
    private final Pipeline pipeline;
    private final StateCommitment commitment;

    public Kernel(Registry registry, SignatureVerifier verifier, StateCommitment commitment) {
        this.registry = registry;
        this.pipeline = new Pipeline(registry, verifier);
        this.commitment = commitment;
    }

    public Registry registry() {
        return registry;
    }

    /** The clock of a committed state. Throws when the state is empty. */
    public Clock clock(StateReader committed) {
        return registry.kernel()
                .clock()
                .get(new State(committed))
                .orElseThrow(() ->
                        new IllegalStateException("expected a ledger in the state, came an empty one: load a genesis"));
    }

    /** Executes a block on a state nothing has been written to. Throws {@link InvalidBlockException} when it does not follow the clock. */
    public BlockOutcome apply(State state, Clock last, Block block) {
        KernelParams params = registry.kernel().params().get(state);
        BlockRules.require(block, last, params);
        Clock clock = BlockRules.next(block, last, params);
        var result = BlockResult.newBuilder().setHeight(clock.getHeight()).setTimeMs(clock.getTimeMs());
        result.addAllBeginEvents(hooks(state, clock, ModuleRegistry::beginBlockHooks));
        deliverAll(block, state, clock, params, result);
        result.addAllEndEvents(hooks(state, clock, ModuleRegistry::endBlockHooks));
        long deadline = nextDeadlineMs(state, clock);
        return close(state, last, clock, result.setNextDeadlineMs(deadline).setBilledTimeMs(clock.getBilledTimeMs()));
    }

    private void deliverAll(Block block, State state, Clock clock, KernelParams params, BlockResult.Builder result) {
        var gas = new BlockGas(params.getMaxBlockGas());
        for (ByteString transaction : block.getTransactionsList()) {
            result.addTransactions(pipeline.deliver(transaction.toByteArray(), state, clock, gas));
            state.forgetSavepoints();
        }
    }

    private interface HooksOf {
        List<BlockHook> of(ModuleRegistry module);
    }

    private List<Event> hooks(State state, Clock clock, HooksOf hooks) {
        var events = new EventLog();
        var context = new Context(state, clock, events);
        for (ModuleRegistry module : registry.modules()) {
            for (BlockHook hook : hooks.of(module)) {
                hook.run(context);
            }
        }
        state.forgetSavepoints();
        return events.toProto();
    }

    /** The clock is hashed with the app hash before it, because it cannot hold its own. */
    private BlockOutcome close(State state, Clock last, Clock clock, BlockResult.Builder result) {
        Sealed sealed = seal(state, Hash.of(last.getAppHash()), clock);
        return new BlockOutcome(
                result.setAppHash(sealed.clock().getAppHash()).build(), sealed.writes(), sealed.clock(), state);
    }

    private record Sealed(WriteSet writes, Clock clock) {}

    private Sealed seal(State state, Hash previous, Clock clock) {
        var cell = registry.kernel().clock();
        cell.put(state, clock);
        WriteSet hashed = state.writeSet();
        Hash appHash = commitment.commit(previous, clock.getHeight(), hashed);
        Clock closed = clock.toBuilder().setAppHash(appHash.toByteString()).build();
        return new Sealed(cell.replaceIn(hashed, closed), closed);
    }

    /** Admission of a transaction against a check state that remembers those admitted before. */
    public TxResult check(byte[] transaction, State checkState, Clock last, long nowMs) {
        TxResult result = pipeline.check(transaction, checkState, upcoming(last, nowMs));
        checkState.forgetSavepoints();
        return result;
    }

    /** What a transaction would do on this committed state. */
    public TxResult simulate(byte[] transaction, StateReader committed, Clock last) {
        return pipeline.simulate(transaction, new State(committed), upcoming(last, last.getTimeMs()));
    }

    /** The signatures that the pipeline will ask for; empty when it will refuse the transaction before. */
    public List<SignatureCheck> signatureChecks(byte[] transaction, StateReader committed, Clock last) {
        return pipeline.signatureChecks(transaction, new State(committed), last);
    }

    private static Clock upcoming(Clock last, long nowMs) {
        return last.toBuilder()
                .setHeight(last.getHeight() + 1)
                .setTimeMs(Math.max(nowMs, last.getTimeMs()))
                .build();
    }

    /** Answers a query on this committed state. */
    public Message query(StateReader committed, Clock clock, String module, String method, Message request) {
        return registry.query(module, method).answer(request, context(committed, clock));
    }

    /** A context for looking at a committed state; writes to it are thrown away. */
    public Context context(StateReader committed, Clock clock) {
        return new Context(new State(committed), clock, new EventLog());
    }

    /** Earliest block time in ms that a module waits for; 0 when none does. */
    public long nextDeadlineMs(StateReader committed, Clock clock) {
        return nextDeadlineMs(new State(committed), clock);
    }

    private long nextDeadlineMs(State state, Clock clock) {
        var context = new Context(state, clock, new EventLog());
        long earliest = Long.MAX_VALUE;
        for (ModuleRegistry module : registry.modules()) {
            for (Deadline deadline : module.deadlines()) {
                OptionalLong next = deadline.nextMs(context);
                earliest = Math.min(earliest, next.orElse(Long.MAX_VALUE));
            }
        }
        return earliest == Long.MAX_VALUE ? 0 : earliest;
    }

    /** Every invariant that does not hold on this state, as a sentence. */
    public List<String> violations(StateReader committed, Clock clock) {
        var violations = new ArrayList<String>();
        for (Invariant invariant : registry.invariants()) {
            invariant
                    .violation(context(committed, clock))
                    .ifPresent(text -> violations.add(invariant.module() + ": " + invariant.name() + ": " + text));
        }
        return List.copyOf(violations);
    }

    /** Makes the first state of a network. Throws {@link MalformedException} or {@link Rejection} with what is wrong. */
    public GenesisResult load(Genesis genesis) {
        var state = new State(EMPTY);
        Clock clock = GenesisForm.load(registry, genesis, state);
        Sealed sealed = seal(state, HashChain.START, clock);
        return new GenesisResult(sealed.writes(), sealed.clock());
    }

    /** Writes down a committed state as the genesis of a network that goes on from it. */
    public Genesis export(StateReader committed, Clock clock) {
        return GenesisForm.save(registry, context(committed, clock));
    }
}
