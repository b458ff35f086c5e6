package network.millrace.agent.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import network.millrace.protocol.access.v1.WorkloadEvent;

/** The newest events of one lease, numbered from 1 without gaps over all restarts of the agent. Owned by the agent's core. */
public final class LeaseEvents {

    /** How many are kept. */
    public static final int MOST = 200;

    private final Deque<WorkloadEvent> newest = new ArrayDeque<>();
    private long next = 1;

    WorkloadEvent add(long nowMs, String service, String kind, String text) {
        WorkloadEvent event = WorkloadEvent.newBuilder()
                .setSequence(next)
                .setTimeMs(nowMs)
                .setService(service)
                .setKind(kind)
                .setText(text)
                .build();
        restore(event);
        return event;
    }

    void restore(WorkloadEvent event) {
        newest.addLast(event);
        next = event.getSequence() + 1;
        if (newest.size() > MOST) {
            newest.removeFirst();
        }
    }

    /** Kept events from a number on, oldest first. */
    public List<WorkloadEvent> from(long sequence) {
        return newest.stream().filter(event -> event.getSequence() >= sequence).toList();
    }
}
