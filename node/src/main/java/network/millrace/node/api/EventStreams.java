package network.millrace.node.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.millrace.node.error.NodeError;
import network.millrace.node.telemetry.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open event streams: how many there may be, and an end for those whose reader has stopped reading. A blocked write
 * cannot end itself, so one thread looks at all of them and interrupts, which closes the socket. The reader may come back and go on
 * where it was.
 */
final class EventStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    private final ApiLimits limits;
    private final Set<Place> open = ConcurrentHashMap.newKeySet();
    private final Metrics.Counter stalled;
    private final Thread watch;

    EventStreams(ApiLimits limits, Metrics metrics) {
        this.limits = limits;
        this.stalled =
                metrics.counter("event_streams_stalled_total", "Followers disconnected because they did not read.");
        metrics.gauge("event_streams", "Open event streams.", open::size);
        this.watch = Thread.ofVirtual().name("event stream watch").start(this::watch);
    }

    /** Takes a place for a stream, on the thread that will write it. */
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
        Place place = new Place(address, Thread.currentThread());
        open.add(place);
        return place;
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(limits.stall().dividedBy(4));
                long nowNs = System.nanoTime();
                open.stream().filter(place -> place.isStalled(nowNs)).forEach(this::disconnect);
            }
        } catch (InterruptedException e) {
            LOG.debug("event stream watch ended");
        }
    }

    private void disconnect(Place place) {
        stalled.count();
        LOG.info(
                "disconnected a follower that did not read address={} seconds={}",
                place.address,
                limits.stall().toSeconds());
        place.writer.interrupt();
    }

    /** A stream's place, and how long its present write has lasted. */
    final class Place implements AutoCloseable {
        private final String address;
        private final Thread writer;
        private volatile boolean writing;
        private volatile long writingSinceNs;

        private Place(String address, Thread writer) {
            this.address = address;
            this.writer = writer;
        }

        Duration heartbeat() {
            return limits.heartbeat();
        }

        void writing() {
            writingSinceNs = System.nanoTime();
            writing = true;
        }

        void written() {
            writing = false;
        }

        private boolean isStalled(long nowNs) {
            return writing && nowNs - writingSinceNs > limits.stall().toNanos();
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }
}
