package network.millrace.simulation.scenarios;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.LedgerEvent;
import network.millrace.protocol.registry.MessageTypes;

/** Counts what is in blocks: transactions, refusals by code, events by name and reason. */
public final class Census {
    private final Map<String, Long> events = new TreeMap<>();
    private int transactions;

    void count(BlockRecord record, BlockEvents block) {
        transactions += record.getBlock().getTransactionsCount();
        for (TxResult result : record.getResult().getTransactionsList()) {
            if (result.getCode() != 0) {
                add("refused " + result.getCodespace() + " " + result.getCode());
            }
        }
        for (LedgerEvent event : block.getEventsList()) {
            count(event.getValue());
        }
    }

    /** How many transactions are in blocks, refused ones included. */
    public int transactions() {
        return transactions;
    }

    /** How often each event and each refusal came; events with a reason also by name and reason. */
    public Map<String, Long> events() {
        return Collections.unmodifiableMap(events);
    }

    private void count(Any value) {
        Message event = MessageTypes.unpack(value);
        String name = event.getDescriptorForType().getName();
        add(name);
        FieldDescriptor reason = event.getDescriptorForType().findFieldByName("reason");
        if (reason != null) {
            add(name + " " + event.getField(reason));
        }
    }

    private void add(String what) {
        events.merge(what, 1L, Long::sum);
    }
}
