package network.millrace.node.api;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.millrace.node.engine.EventFeed;
import network.millrace.node.error.NodeError;
import network.millrace.node.storage.Store;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.protocol.spelling.Spelling;

/** The blocks' events as a stream that a follower can take up again at any height the log still has. */
final class EventRoutes {
    private static final Set<String> PARAMETERS = Set.of("from_height", "types");
    private static final Set<String> EVENT_TYPES = eventTypes();

    private final EventFeed feed;
    private final Store store;
    private final EventStreams streams;

    EventRoutes(EventFeed feed, Store store, EventStreams streams) {
        this.feed = feed;
        this.store = store;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(Route.get(
                "/v1/events",
                "server-sent BlockEvents of every block; from_height (0 = the next), types (comma-separated)",
                this::follow));
    }

    private void follow(ServerRequest request, ServerResponse response) throws InterruptedException {
        requireKnownParameters(request);
        Set<String> types = types(request);
        long first = firstHeight(request);
        try (EventStreams.Place place = streams.take(request.remotePeer().host())) {
            new EventFollower(feed, types, place).serve(response, first);
        }
    }

    private long firstHeight(ServerRequest request) {
        long height = feed.height();
        long from = request.headers()
                .first(HeaderNames.create("Last-Event-ID"))
                .map(text -> number("Last-Event-ID", text) + 1)
                .orElseGet(() -> number(
                        "from_height", request.query().first("from_height").orElse("0")));
        if (from == 0) {
            return height + 1;
        }
        long earliest = store.earliestHeight() == 0 ? height + 1 : store.earliestHeight();
        if (from < earliest) {
            throw new ApiException(
                    410,
                    NodeError.NOT_FOUND,
                    "the events of block " + from + " are gone: this node's log begins at block " + earliest
                            + ". Read the present state with queries, then follow from block " + (height + 1) + ".");
        }
        if (from > height + 1) {
            throw ApiException.badRequest("from_height is " + from + ", but this node is at block " + height
                    + ": is it another network, or one that was begun anew?");
        }
        return from;
    }

    private static long number(String name, String text) {
        try {
            return Math.max(0, Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(
                    name + " is a height, a number from 0 on, not " + MalformedException.quote(text));
        }
    }

    private static Set<String> types(ServerRequest request) {
        Set<String> types = request.query().all("types", List::of).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        for (String type : types) {
            if (!EVENT_TYPES.contains(type)) {
                throw ApiException.badRequest("there is no event type " + MalformedException.quote(type)
                        + Spelling.nearest(type, EVENT_TYPES)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse("; types are given as OrderOpened or millrace.market.v1.OrderOpened."));
            }
        }
        return types;
    }

    private static void requireKnownParameters(ServerRequest request) {
        for (String name : request.query().names()) {
            if (!PARAMETERS.contains(name)) {
                throw ApiException.badRequest(
                        "there is no parameter " + MalformedException.quote(name) + Spelling.hint(name, PARAMETERS));
            }
        }
    }

    // Simple and full names of every message: which of them are events is not marked in the contract.
    private static Set<String> eventTypes() {
        return MessageTypes.all().stream()
                .flatMap(type ->
                        Stream.of(type.descriptor().getName(), type.descriptor().getFullName()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
