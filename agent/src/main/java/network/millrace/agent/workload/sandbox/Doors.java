package network.millrace.agent.workload.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Whether a workload's ports have accepted a connection since its last start. Once open they count as open until the next start. */
final class Doors {

    /** Without ports there is nothing to knock at; having survived this long counts. */
    private static final Duration WITHOUT_PORTS = Duration.ofSeconds(1);

    private volatile boolean open;

    void close() {
        open = false;
    }

    boolean areOpen(Predicate<Integer> accepts, List<Integer> ports, Instant startedAt, Instant now) {
        if (!open) {
            open = ports.isEmpty()
                    ? !now.isBefore(startedAt.plus(WITHOUT_PORTS))
                    : ports.stream().allMatch(accepts);
        }
        return open;
    }
}
