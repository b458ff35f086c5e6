package network.millrace.ledger;

import com.google.protobuf.Message;
import java.util.List;
import network.millrace.ledger.kernel.BlockOutcome;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.GenesisResult;
import network.millrace.ledger.kernel.HashChain;
import network.millrace.ledger.kernel.InvalidBlockException;
import network.millrace.ledger.kernel.Kernel;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.ledger.state.ReadCache;
import network.millrace.ledger.state.State;
import network.millrace.ledger.state.StateReader;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.TxResult;

/**
 * A ledger on a committed state. It starts no thread, reads no clock, writes nowhere. {@link #apply}, {@link #check} and
 * {@link #commit} belong to one thread at a time. What only looks ({@link #query}, {@link #simulate}, {@link #export}) may be
 * asked by others beside it, but not while the store takes in a block's writes; a {@link #view} on a snapshot may, always.
 *
 * <pre>
 *   outcome = ledger.apply(block)      what the block does
 *   … make block and outcome.writes() durable, so that the StateReader answers the new state …
 *   ledger.commit(outcome)             goes on from there
 * </pre>
 */
public final class Ledger {
    /** Values kept decoded between blocks: some tens of megabytes. */
    private static final int CACHED_VALUES = 100_000;

    private final Kernel kernel;
    private final StateReader committed;
    private final ReadCache cache = new ReadCache(CACHED_VALUES);
    private Clock clock;
    private State checkState;
    private long nextDeadlineMs;

    private Ledger(Kernel kernel, StateReader committed) {
        this.kernel = kernel;
        this.committed = committed;
        this.clock = kernel.clock(committed);
        this.checkState = new State(committed, cache);
        this.nextDeadlineMs = kernel.nextDeadlineMs(committed, clock);
    }

    /** A ledger on a state that holds one, verifying each signature when it is asked for. */
    public static Ledger open(StateReader committed) {
        return open(committed, SignatureVerifier.atOnce());
    }

    /** A ledger on a state that holds one. Throws {@link IllegalStateException} when it is empty. */
    public static Ledger open(StateReader committed, SignatureVerifier verifier) {
        return new Ledger(kernel(verifier), committed);
    }

    /** The first state of a network; make its writes durable in an empty store, then {@link #open}. */
    public static GenesisResult genesis(Genesis genesis) {
        return kernel(SignatureVerifier.atOnce()).load(genesis);
    }

    private static Kernel kernel(SignatureVerifier verifier) {
        return new Kernel(Modules.all(), verifier, new HashChain());
    }

    /**
     * Executes the next block on the committed state, which it does not change.
     *
     * @throws InvalidBlockException when the block does not follow
     */
    public BlockOutcome apply(Block block) {
        return kernel.apply(new State(committed, cache), clock, block);
    }

    /** Goes on from an outcome whose writes are now in the committed state. Everything admitted before is forgotten. */
    public void commit(BlockOutcome outcome) {
        if (outcome.clock().getHeight() != clock.getHeight() + 1) {
            throw new IllegalArgumentException("expected the outcome of block " + (clock.getHeight() + 1)
                    + ", came that of block " + outcome.clock().getHeight());
        }
        clock = outcome.clock();
        nextDeadlineMs = outcome.result().getNextDeadlineMs();
        cache.accept(outcome.state());
        checkState = new State(committed, cache);
    }

    /**
     * Whether a transaction may wait for a block: everything but its messages is checked, against the committed state and
     * the transactions admitted since. Code 0 = admitted.
     *
     * @param nowMs the node's time, ms since 1970
     */
    public TxResult check(byte[] transaction, long nowMs) {
        return kernel.check(transaction, checkState, clock, nowMs);
    }

    /** What a transaction would do and use on the committed state; signature, sequence and fee are not asked for. */
    public TxResult simulate(byte[] transaction) {
        return kernel.simulate(transaction, committed, clock);
    }

    /**
     * Answers a query on the committed state.
     *
     * @param method a method of the module's {@code service Query}
     * @throws Rejection when there is no such query or the module refuses
     */
    public Message query(String module, String method, Message request) {
        return kernel.query(committed, clock, module, method, request);
    }

    /** An empty request of a query. Throws {@link Rejection} when there is no such query. */
    public Message queryPrototype(String module, String method) {
        return kernel.registry().queryPrototype(module, method);
    }

    /**
     * Another look at a state of this ledger, for threads other than the ledger's own.
     *
     * @param snapshot a committed state that stays as it is while the view is used
     */
    public LedgerView view(StateReader snapshot) {
        return new LedgerView(kernel, snapshot);
    }

    /** Height, times and app hash of the committed state. */
    public Clock clock() {
        return clock;
    }

    /** Earliest block time (ms) at which the state needs a block even without transactions; 0 = none. */
    public long nextDeadlineMs() {
        return nextDeadlineMs;
    }

    /** The committed state as the genesis of a network that goes on from it. */
    public Genesis export() {
        return kernel.export(committed, clock);
    }

    /** Every law of a module that does not hold in the committed state; for tests and audits, reads everything. */
    public List<String> violations() {
        return kernel.violations(committed, clock);
    }

    /** A context for looking at the committed state, for tests; writes to it are thrown away. */
    Context context() {
        return kernel.context(committed, clock);
    }
}
