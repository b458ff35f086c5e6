package network.millrace.ledger.kernel;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import network.millrace.ledger.state.State;
import network.millrace.ledger.state.Stateful;
import network.millrace.protocol.ledger.v1.Clock;

/** What a handler, hook or query stands on: the state, the block's times, and where events go. Owned by one thread. */
public final class Context implements Stateful {
    private final State state;
    private final Clock clock;
    private final EventLog events;

    Context(State state, Clock clock, EventLog events) {
        this.state = state;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public State state() {
        return state;
    }

    public String chainId() {
        return clock.getChainId();
    }

    /** Height of the running block; in a query, of the latest one. */
    public long height() {
        return clock.getHeight();
    }

    /** Time of the block, ms since 1970. */
    public long timeMs() {
        return clock.getTimeMs();
    }

    /** Billed time with this block, ms: the counter on which streams run. */
    public long billedMs() {
        return clock.getBilledTimeMs();
    }

    /** App hash after the block before: the same on every node, and not known to whoever sent a transaction earlier. */
    public ByteString lastAppHash() {
        return clock.getAppHash();
    }

    /**
     * Block time (ms) at which billed time reaches {@code billedMs} if no block is later than max_block_gap: the form in
     * which {@link Deadline} reports a moment of billed time.
     */
    public long timeOfBilledMs(long billedMs) {
        return Math.addExact(timeMs(), Math.subtractExact(billedMs, billedMs()));
    }

    Clock clock() {
        return clock;
    }

    /** Tells the world that something happened; taken back with the transaction when it fails. */
    public void emit(Message event) {
        events.add(event);
    }
}
