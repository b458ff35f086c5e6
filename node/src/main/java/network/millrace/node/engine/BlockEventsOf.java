package network.millrace.node.engine;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.Event;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.LedgerEvent;

/** What a follower is told of a block: the events in the order in which they happened. */
final class BlockEventsOf {
    private BlockEventsOf() {}

    static BlockEvents block(BlockRecord record) {
        BlockResult result = record.getResult();
        BlockEvents.Builder events = BlockEvents.newBuilder()
                .setHeight(result.getHeight())
                .setTimeMs(result.getTimeMs())
                .setBilledTimeMs(result.getBilledTimeMs());
        add(events, result.getBeginEventsList(), ByteString.EMPTY);
        for (TxResult transaction : result.getTransactionsList()) {
            add(events, transaction.getEventsList(), transaction.getHash());
        }
        add(events, result.getEndEventsList(), ByteString.EMPTY);
        return events.build();
    }

    private static void add(BlockEvents.Builder events, List<Event> source, ByteString transaction) {
        for (Event event : source) {
            events.addEvents(LedgerEvent.newBuilder().setValue(event.getValue()).setTransaction(transaction));
        }
    }
}
