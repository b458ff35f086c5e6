package network.millrace.node.api;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import network.millrace.node.engine.EventFeed;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.LedgerEvent;
import network.millrace.protocol.registry.JsonMapping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one follower's stream: each block's events as soon as the follower has read those before, so that nothing is kept for
 * one who reads slowly. Runs on the thread of the request until one side ends.
 */
final class EventFollower {
    private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
    private static final int RETRY_MS = 1_000;

    private final EventFeed feed;
    private final Set<String> types;
    private final EventStreams.Place place;

    EventFollower(EventFeed feed, Set<String> types, EventStreams.Place place) {
        this.feed = feed;
        this.types = types;
        this.place = place;
    }

    void serve(ServerResponse response, long firstHeight) throws InterruptedException {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
            write(out, "retry: " + RETRY_MS + "\n\n");
            long next = firstHeight;
            while (!feed.isClosed()) {
                next = step(out, next);
            }
            write(out, ": the node is stopping; follow on from the last id when it is back\n\n");
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("follower has gone: {}", e.getMessage());
        }
    }

    private long step(OutputStream out, long next) throws IOException, InterruptedException {
        if (!feed.await(next, place.heartbeat())) {
            if (!feed.isClosed()) {
                write(out, ": block " + feed.height() + "\n\n");
            }
            return next;
        }
        BlockEvents events = feed.at(next).orElseThrow(() -> new IOException("block " + next + " has left the log"));
        write(out, "id: " + next + "\ndata: " + JsonMapping.print(wanted(events)) + "\n\n");
        return next + 1;
    }

    private BlockEvents wanted(BlockEvents events) {
        if (types.isEmpty()) {
            return events;
        }
        BlockEvents.Builder wanted = events.toBuilder().clearEvents();
        events.getEventsList().stream().filter(this::isWanted).forEach(wanted::addEvents);
        return wanted.build();
    }

    private boolean isWanted(LedgerEvent event) {
        String url = event.getValue().getTypeUrl();
        String fullName = url.substring(url.lastIndexOf('/') + 1);
        return types.contains(fullName) || types.contains(fullName.substring(fullName.lastIndexOf('.') + 1));
    }

    private void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
