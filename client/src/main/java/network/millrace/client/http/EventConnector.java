package network.millrace.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import network.millrace.client.RefusedException;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.node.v1.ErrorBody;
import network.millrace.protocol.registry.JsonMapping;

/** Opens the event route of whichever node answers. */
final class EventConnector {
    /** Status of a node that has thrown a block away. */
    static final int GONE = 410;

    private static final int START_BYTES = 2000;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final HttpClient client;
    private final Endpoints endpoints;
    private final HttpLimits limits;
    private final String types;

    EventConnector(HttpClient client, Endpoints endpoints, HttpLimits limits, Set<String> types) {
        this.client = client;
        this.endpoints = endpoints;
        this.limits = limits;
        this.types = types.isEmpty()
                ? ""
                : "&types=" + URLEncoder.encode(String.join(",", new TreeSet<>(types)), StandardCharsets.UTF_8);
    }

    /** How many nodes there are to ask. */
    int count() {
        return endpoints.count();
    }

    /**
     * Opens the stream of blocks from a height; 0 = the next one.
     *
     * @throws RefusedException when the node has thrown the block away ({@link #GONE} is its code then), does not have it
     *     yet, or knows no such type of event
     */
    InputStream open(long fromHeight) throws IOException, InterruptedException {
        URI node = endpoints.current();
        HttpRequest request = HttpRequest.newBuilder(resolve(node, "/v1/events?from_height=" + fromHeight + types))
                .header("Accept", "text/event-stream")
                .timeout(limits.answer())
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() == BAD_REQUEST || response.statusCode() == GONE) {
            throw refusal(node, response);
        }
        if (response.statusCode() != OK) {
            throw new IOException(node + " answered with status " + response.statusCode() + ": " + start(response));
        }
        return response.body();
    }

    /** Leaves the node that is silent, broke off or has a gap. */
    void leave() {
        endpoints.leave(endpoints.current());
    }

    static URI resolve(URI node, String path) {
        String base = node.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static RefusedException refusal(URI node, HttpResponse<InputStream> response) throws IOException {
        String body = start(response);
        try {
            ErrorBody error = JsonMapping.parse(body, ErrorBody.getDefaultInstance());
            return new RefusedException(response.statusCode(), error.getCodespace(), error.getMessage());
        } catch (MalformedException notOurs) {
            return new RefusedException(
                    response.statusCode(),
                    "http",
                    node + " answered with status " + response.statusCode() + ": " + body);
        }
    }

    private static String start(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            return new String(body.readNBytes(START_BYTES), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String toString() {
        return endpoints.toString();
    }
}
