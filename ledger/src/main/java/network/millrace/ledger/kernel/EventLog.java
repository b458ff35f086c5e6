package network.millrace.ledger.kernel;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.ledger.v1.Event;

/** Events of one transaction or hook in the order they were emitted. Owned by one thread. */
final class EventLog {
    /** Index of what the pipeline and the hooks emit. */
    static final int NO_MESSAGE = -1;

    private record Entry(Message event, int messageIndex) {}

    private final ArrayList<Entry> entries = new ArrayList<>();
    private int messageIndex = NO_MESSAGE;

    void add(Message event) {
        entries.add(new Entry(event, messageIndex));
    }

    /** Says which message the events to come belong to. */
    void enterMessage(int index) {
        messageIndex = index;
    }

    int size() {
        return entries.size();
    }

    /** Forgets everything after the first {@code size} events. */
    void truncate(int size) {
        entries.subList(size, entries.size()).clear();
    }

    List<Event> toProto() {
        var events = new ArrayList<Event>(entries.size());
        for (Entry entry : entries) {
            events.add(Event.newBuilder()
                    .setValue(Anys.pack(entry.event()))
                    .setMessageIndex(entry.messageIndex())
                    .build());
        }
        return events;
    }
}
