package network.millrace.agent.access;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import network.millrace.protocol.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Server-sent events: a limited number of streams at once, each with a sign of life while it is quiet. */
final class Streams {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    /** How long a stream may be quiet. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** No tenant may have more than one in so many, so that none keeps the others out. */
    private static final int SHARES = 4;

    private final Map<Address, Integer> open = new HashMap<>();
    private final int most;
    private final int mostOfOne;
    private int all;
    private volatile boolean closed;

    Streams(int most) {
        this.most = most;
        this.mostOfOne = Math.max(1, most / SHARES);
    }

    /** Where a source writes to. */
    interface Sink {
        /** Sends one event; {@code id} is where a reader that comes back goes on after. */
        void send(long id, String data) throws IOException;

        /** Sends a comment, which keeps connections alive. */
        void comment(String text) throws IOException;

        /** Whether the door is closing. */
        boolean isClosed();
    }

    /** What fills a stream, until it returns. */
    interface Source {
        void fill(Sink sink) throws IOException, InterruptedException;
    }

    /** @param tenant whose stream it is */
    void serve(ServerResponse response, Address tenant, Source source) {
        enter(tenant);
        try {
            write(response, source);
        } finally {
            leave(tenant);
        }
    }

    private synchronized void enter(Address tenant) {
        if (all >= most || open.getOrDefault(tenant, 0) >= mostOfOne) {
            throw new DoorRefusal(
                    DoorError.BUSY,
                    "this provider serves " + most + " streams at one time, " + mostOfOne
                            + " of them to one tenant; end one, or try again later");
        }
        all++;
        open.merge(tenant, 1, Integer::sum);
    }

    private synchronized void leave(Address tenant) {
        all--;
        open.computeIfPresent(tenant, (same, count) -> count == 1 ? null : count - 1);
    }

    void close() {
        closed = true;
    }

    private void write(ServerResponse response, Source source) {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
            source.fill(sink(out));
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("a reader has gone: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Sink sink(OutputStream out) {
        return new Sink() {
            @Override
            public void send(long id, String data) throws IOException {
                write("id: " + id + "\ndata: " + data + "\n\n");
            }

            @Override
            public void comment(String text) throws IOException {
                write(": " + text + "\n\n");
            }

            @Override
            public boolean isClosed() {
                return closed;
            }

            private void write(String text) throws IOException {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        };
    }
}
