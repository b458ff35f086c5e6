package network.millrace.node.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.millrace.node.error.NodeError;
import network.millrace.node.telemetry.Metrics;

/** The open event streams, and how many there may be. One whose reader has stopped reading is ended with its connection. */
final class EventStreams {
    private final ApiLimits limits;
    private final Set<Place> open = ConcurrentHashMap.newKeySet();

    EventStreams(ApiLimits limits, Metrics metrics) {
        this.limits = limits;
        metrics.gauge("event_streams", "Open event streams.", open::size);
    }

    /** Takes a place for a stream. */
    synchronized Place take(String address) {
        long ofAddress =
                open.stream().filter(place -> place.address.equals(address)).count();
        if (open.size() >= limits.eventStreams() || ofAddress >= limits.eventStreamsPerAddress()) {
            throw new ApiException(
                    503,
                    NodeError.BUSY,
                    "this node serves " + limits.eventStreams() + " event streams, " + limits.eventStreamsPerAddress()
                            + " of them to one address, and has no place left. Close one, or ask another node.");
        }
        Place place = new Place(address);
        open.add(place);
        return place;
    }

    /** A stream's place. */
    final class Place implements AutoCloseable {
        private final String address;

        private Place(String address) {
            this.address = address;
        }

        Duration heartbeat() {
            return limits.heartbeat();
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }
}
