package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.Event;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.LedgerEvent;

/** A block's events in the order in which they happened, read from the log and not from the node's own feed. */
final class BlockEventsOf {
    private BlockEventsOf() {}

    static BlockEvents block(BlockRecord record) {
        BlockResult result = record.getResult();
        BlockEvents.Builder events = BlockEvents.newBuilder()
                .setHeight(result.getHeight())
                .setTimeMs(result.getTimeMs())
                .setBilledTimeMs(result.getBilledTimeMs());
        add(events, result.getBeginEventsList(), ByteString.EMPTY);
        result.getTransactionsList().forEach(tx -> add(events, tx.getEventsList(), tx.getHash()));
        add(events, result.getEndEventsList(), ByteString.EMPTY);
        return events.build();
    }

    private static void add(BlockEvents.Builder events, List<Event> source, ByteString transaction) {
        source.forEach(event -> events.addEvents(
                LedgerEvent.newBuilder().setValue(event.getValue()).setTransaction(transaction)));
    }
}
