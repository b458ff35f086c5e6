package network.millrace.agent.access;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends answers whose sender or reader has stopped moving: the client library's own timeout ends with the head. */
final class StallWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    StallWatch() {
        thread = Thread.ofVirtual().name("relay-stall-watch").start(this::watch);
    }

    /** One answer on its way. */
    final class Watched implements AutoCloseable {
        private final InputStream answer;
        private final long patienceNs;
        private volatile long movedNs = System.nanoTime();

        private Watched(InputStream answer, Duration patience) {
            this.answer = answer;
            this.patienceNs = patience.toNanos();
        }

        void progress() {
            movedNs = System.nanoTime();
        }

        private void endIfStalled(long nowNs) {
            if (nowNs - movedNs > patienceNs) {
                try {
                    answer.close();
                } catch (IOException e) {
                    LOG.debug("closing a stalled answer: {}", e.getMessage());
                }
            }
        }

        @Override
        public void close() {
            watched.remove(this);
        }
    }

    Watched begin(InputStream answer, Duration patience) {
        Watched one = new Watched(answer, patience);
        watched.add(one);
        return one;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                watched.forEach(one -> one.endIfStalled(System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
