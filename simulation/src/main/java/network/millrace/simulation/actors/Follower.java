package network.millrace.simulation.actors;

import java.util.Optional;
import java.util.function.Consumer;
import network.millrace.client.NetworkException;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.World;

/**
 * Hands a party each block's events in order, some time after the block, as the client's event stream does: it resumes by itself
 * without gaps. Made of steps rather than a fiber, because every party follows every block.
 */
final class Follower {
    private static final long LATENCY_MAX_MS = 40;
    private static final long RECONNECT_MS = 1_000;
    private static final long DELAYED_MAX_MS = 8_000;

    private final String who;
    private final World world;
    private final Faults faults;
    private final NodeActor node;
    private final Draw latency;
    private final Consumer<BlockEvents> reader;
    private long next;
    private boolean stopped;

    Follower(String who, Surroundings around, Consumer<BlockEvents> reader) {
        this.who = who;
        this.world = around.world();
        this.faults = around.faults();
        this.node = around.node();
        this.latency = world.draw("following of " + who);
        this.reader = reader;
    }

    /** Begins with the next block that comes. */
    void start() {
        fetch();
    }

    void stop() {
        stopped = true;
    }

    private void fetch() {
        if (stopped) {
            return;
        }
        try {
            if (next == 0) {
                next = node.store().height() + 1;
            }
            deliver();
            if (!stopped) {
                node.nextBlock().whenThere(() -> world.after(delayMs(), who, this::fetch));
            }
        } catch (NetworkException down) {
            world.after(RECONNECT_MS, who, this::fetch);
        }
    }

    private void deliver() {
        while (!stopped) {
            Optional<BlockRecord> record = node.store().block(next);
            if (record.isEmpty()) {
                return;
            }
            next++;
            BlockEvents events = BlockEventsOf.block(record.get());
            reader.accept(events);
            if (!stopped && faults.strikes(Fault.REQUEST_REPEATED, who)) {
                reader.accept(events);
            }
        }
    }

    private long delayMs() {
        if (faults.strikes(Fault.REQUEST_DELAYED, who)) {
            return faults.draw(Fault.REQUEST_DELAYED).between(LATENCY_MAX_MS, DELAYED_MAX_MS);
        }
        return latency.between(1, LATENCY_MAX_MS);
    }
}
