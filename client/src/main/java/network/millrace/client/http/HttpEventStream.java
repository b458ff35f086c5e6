package network.millrace.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import network.millrace.client.EventStream;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.registry.JsonMapping;
import org.jspecify.annotations.Nullable;

/**
 * Blocks over server-sent events. One virtual thread per connection reads into a short queue; the caller takes from it, so
 * that silence can be noticed. After any trouble it asks for the block after the last one it gave, wherever that is to be
 * had: nothing is lost and nothing comes twice.
 */
final class HttpEventStream implements EventStream {
    private static final int QUEUE_BLOCKS = 64;
    private static final long PAUSE_FIRST_MS = 100;
    private static final long PAUSE_LONGEST_MS = 5_000;

    private final EventConnector connector;
    private final HttpLimits limits;
    private final Consumer<HttpEventStream> onClose;
    private long nextHeight;
    private boolean begun;
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    HttpEventStream(EventConnector connector, HttpLimits limits, long fromHeight, Consumer<HttpEventStream> onClose) {
        this.connector = connector;
        this.limits = limits;
        this.nextHeight = fromHeight;
        this.onClose = onClose;
    }

    /** What the reading thread passes on: a block, or why there will be no more. */
    private sealed interface Item {
        record Block(BlockEvents events) implements Item {}

        record End(String reason) implements Item {}
    }

    @Override
    public Optional<BlockEvents> next() throws InterruptedException {
        long giveUpNanos = System.nanoTime() + limits.patience().toNanos();
        long pauseMs = PAUSE_FIRST_MS;
        String trouble = "";
        int refusals = 0;
        while (!closed) {
            try {
                Optional<BlockEvents> block = fromConnection();
                if (block.isPresent()) {
                    return block;
                }
                trouble = "no block for " + limits.idle();
            } catch (RefusedException refused) {
                refusals++;
                if (refusals >= connector.count() && isFinal(refused)) {
                    throw refused;
                }
                trouble = String.valueOf(refused.getMessage());
            } catch (IOException broken) {
                trouble = HttpNetwork.reason(broken);
            }
            disconnect();
            connector.leave();
            if (!closed && System.nanoTime() - giveUpNanos > 0) {
                throw new NetworkException(
                        "no events from " + connector + " since block " + nextHeight + " is awaited: " + trouble);
            }
            if (!closed) {
                Thread.sleep(pauseMs);
                pauseMs = Math.min(2 * pauseMs, PAUSE_LONGEST_MS);
            }
        }
        return Optional.empty();
    }

    /** A node that is behind the one before it will have the block in a while; what nobody ever had is an error. */
    private boolean isFinal(RefusedException refused) {
        return refused.code() == EventConnector.GONE || !begun;
    }

    /** The next block of the present connection, or of a new one; empty after the longest silence. */
    private Optional<BlockEvents> fromConnection() throws IOException, InterruptedException {
        Connection present = connect();
        while (!closed) {
            @Nullable Item item = present.queue.poll(limits.idle().toMillis(), TimeUnit.MILLISECONDS);
            switch (item) {
                case null -> {
                    return Optional.empty();
                }
                case Item.End end -> throw new IOException(end.reason());
                case Item.Block block -> {
                    if (isNext(block.events())) {
                        nextHeight = block.events().getHeight() + 1;
                        begun = true;
                        return Optional.of(block.events());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** False for a block that was given before; a gap is an error, so that another connection can fill it. */
    private boolean isNext(BlockEvents events) throws IOException {
        if (nextHeight != 0 && events.getHeight() > nextHeight) {
            throw new IOException("block " + events.getHeight() + " came where " + nextHeight + " was expected");
        }
        return events.getHeight() >= nextHeight;
    }

    private Connection connect() throws IOException, InterruptedException {
        Connection present = connection;
        if (present == null) {
            present = new Connection(connector.open(nextHeight), limits.answerBytes());
            connection = present;
            Thread.ofVirtual().name("events from " + nextHeight).start(present::read);
            if (closed) {
                disconnect();
            }
        }
        return present;
    }

    private void disconnect() {
        Connection present = connection;
        connection = null;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
        Connection present = connection;
        if (present != null) {
            present.close();
        }
    }

    /** One connection and the queue its reading thread fills. */
    private static final class Connection {
        private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE_BLOCKS);
        private final ServerSentEvents events;
        private final InputStream stream;
        private volatile boolean ended;

        Connection(InputStream stream, int eventCharsMax) {
            this.stream = stream;
            this.events = new ServerSentEvents(stream, eventCharsMax);
        }

        void read() {
            try {
                try {
                    for (Optional<String> data = events.next(); data.isPresent() && !ended; data = events.next()) {
                        put(new Item.Block(JsonMapping.parse(data.get(), BlockEvents.getDefaultInstance())));
                    }
                    put(new Item.End("the node ended the stream"));
                } catch (IOException broken) {
                    put(new Item.End(HttpNetwork.reason(broken)));
                } catch (MalformedException malformed) {
                    put(new Item.End(malformed.getMessage()));
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits for room, but not for a reader that has gone. */
        private void put(Item item) throws InterruptedException {
            while (!ended && !queue.offer(item, 1, TimeUnit.SECONDS)) {
                // Full: the reader is busy with an earlier block.
            }
        }

        void close() {
            ended = true;
            queue.clear();
            // The reader may be waiting in poll: this wakes it.
            queue.add(new Item.End("closed"));
            try {
                stream.close();
            } catch (IOException broken) {
                // It was to be closed, and it is.
            }
        }
    }
}
