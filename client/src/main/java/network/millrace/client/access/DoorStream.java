package network.millrace.client.access;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.client.http.ServerSentEvents;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.registry.JsonMapping;
import org.jspecify.annotations.Nullable;

/**
 * Log lines or events of a lease, one after another. When it is followed and the connection breaks (the agent restarts, the
 * network hiccups), it asks for what comes after the last one it gave. For one reading thread; any thread may close it.
 */
public final class DoorStream<M extends Message> implements AutoCloseable {
    private static final int EVENT_CHARS_MAX = 1 << 20;
    private static final int QUEUE_MAX = 256;
    private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
    private static final Duration PAUSE_LONGEST = Duration.ofSeconds(3);

    private final Opener opener;
    private final M prototype;
    private final ToLongFunction<M> position;
    private final DoorLimits limits;
    private final boolean follow;
    private long next;
    private volatile @Nullable Reader reader;
    private volatile boolean closed;

    /** Opens the stream from a position on. */
    interface Opener {
        InputStream open(long from);
    }

    DoorStream(Opener opener, M prototype, ToLongFunction<M> position, DoorLimits limits, boolean follow, long from) {
        this.opener = opener;
        this.prototype = prototype;
        this.position = position;
        this.limits = limits;
        this.follow = follow;
        this.next = from;
    }

    /** What the reading thread passes on. */
    private sealed interface Item {
        record Data(String json) implements Item {}

        record End(String reason, boolean broken) implements Item {}
    }

    /**
     * Waits for the next line or event.
     *
     * @return empty at the end: of what is there when it is not followed, else after {@link #close}
     * @throws NetworkException when the door could not be reached for longer than the stream's patience
     * @throws RefusedException when the door says no
     * @throws InterruptedException when the thread is interrupted while waiting
     */
    public Optional<M> next() throws InterruptedException {
        long giveUpNanos = System.nanoTime() + limits.patience().toNanos();
        Duration pause = PAUSE_FIRST;
        while (!closed) {
            NetworkException trouble;
            try {
                Item item = take();
                if (item instanceof Item.Data data) {
                    M message = JsonMapping.parse(data.json(), prototype);
                    if (position.applyAsLong(message) >= next) {
                        next = position.applyAsLong(message) + 1;
                        return Optional.of(message);
                    }
                    continue;
                }
                Item.End end = (Item.End) item;
                if (!follow && !end.broken()) {
                    return Optional.empty();
                }
                trouble = new NetworkException("the stream ended: " + end.reason());
            } catch (MalformedException malformed) {
                throw new NetworkException(
                        "the door sent something else than expected: " + malformed.getMessage(), malformed);
            } catch (RefusedException refused) {
                throw refused;
            } catch (NetworkException silent) {
                trouble = silent;
            }
            disconnect();
            if (System.nanoTime() - giveUpNanos > 0) {
                throw trouble;
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(PAUSE_LONGEST) < 0 ? pause.multipliedBy(2) : PAUSE_LONGEST;
        }
        return Optional.empty();
    }

    private Item take() throws InterruptedException {
        Reader present = reader;
        if (present == null) {
            present = new Reader(opener.open(next));
            reader = present;
            Thread.ofVirtual().name("door stream").start(present::read);
            if (closed) {
                disconnect();
            }
        }
        Item item = present.queue.poll(limits.idle().toMillis(), TimeUnit.MILLISECONDS);
        return item == null ? new Item.End("nothing came for " + limits.idle(), true) : item;
    }

    private void disconnect() {
        Reader present = reader;
        reader = null;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        Reader present = reader;
        if (present != null) {
            present.close();
        }
    }

    /** One connection and the queue its thread fills. */
    private static final class Reader {
        private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
        private final InputStream stream;
        private volatile boolean ended;

        Reader(InputStream stream) {
            this.stream = stream;
        }

        void read() {
            try {
                Item.End end;
                try {
                    ServerSentEvents events = new ServerSentEvents(stream, EVENT_CHARS_MAX);
                    for (Optional<String> data = events.next(); data.isPresent(); data = events.next()) {
                        put(new Item.Data(data.get()));
                    }
                    end = new Item.End("the door ended it", false);
                } catch (IOException broken) {
                    end = new Item.End(String.valueOf(broken.getMessage()), true);
                }
                put(end);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits for room, but not for a reader that has gone. */
        private void put(Item item) throws InterruptedException {
            while (!ended && !queue.offer(item, 1, TimeUnit.SECONDS)) {
                // Full: the caller is busy with an earlier one.
            }
        }

        void close() {
            ended = true;
            queue.clear();
            queue.add(new Item.End("closed", true));
            try {
                stream.close();
            } catch (IOException broken) {
                // It was to be closed, and it is.
            }
        }
    }
}
