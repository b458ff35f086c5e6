package network.millrace.simulation.actors;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import network.millrace.client.EventStream;
import network.millrace.client.NetworkException;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.LedgerEvent;

/** Follows the node block by block; reconnects by itself, as the stream over HTTP does. */
final class SimulatedEventStream implements EventStream {
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final SimulatedNetwork network;
    private final Set<String> types;
    private long next;
    private boolean closed;

    SimulatedEventStream(SimulatedNetwork network, long fromHeight, Set<String> types) {
        this.network = network;
        this.types = Set.copyOf(types);
        this.next = fromHeight;
    }

    @Override
    public Optional<BlockEvents> next() {
        while (!closed) {
            try {
                if (next == 0) {
                    next = network.height() + 1;
                }
                network.awaitBlock(next);
                Optional<BlockRecord> record = network.block(next);
                if (record.isPresent() && !closed) {
                    next++;
                    return Optional.of(wanted(BlockEventsOf.block(record.get())));
                }
            } catch (NetworkException unreachable) {
                network.pause(RECONNECT);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
    }

    private BlockEvents wanted(BlockEvents block) {
        if (types.isEmpty()) {
            return block;
        }
        BlockEvents.Builder builder = block.toBuilder().clearEvents();
        for (LedgerEvent event : block.getEventsList()) {
            String name = event.getValue().getTypeUrl();
            if (types.contains(name.substring(name.lastIndexOf('.') + 1))) {
                builder.addEvents(event);
            }
        }
        return builder.build();
    }
}
