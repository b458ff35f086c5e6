package network.millrace.node.api;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import network.millrace.node.engine.Engine;
import network.millrace.node.error.NodeError;
import network.millrace.node.storage.Store;
import network.millrace.node.telemetry.Metrics;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ledger.v1.Genesis;

/** Where the node is, and what the chain is made of. */
final class ChainRoutes {
    private final Engine engine;
    private final Store store;
    private final Genesis genesis;
    private final Metrics metrics;
    private final MessageCodec codec;

    ChainRoutes(Engine engine, Store store, Genesis genesis, Metrics metrics, MessageCodec codec) {
        this.engine = engine;
        this.store = store;
        this.genesis = genesis;
        this.metrics = metrics;
        this.codec = codec;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/v1/status",
                        "NodeStatus",
                        (request, response) -> codec.write(request, response, engine.status())),
                Route.get("/v1/health", "200 while blocks are made, else 503", this::health),
                Route.get("/v1/blocks/{height}", "BlockRecord; height may be \"latest\"", this::block),
                Route.get("/v1/genesis", "Genesis", (request, response) -> codec.write(request, response, genesis)),
                Route.get("/v1/metrics", "counters in Prometheus' text format", this::metrics));
    }

    private void health(ServerRequest request, ServerResponse response) {
        Optional<String> failure = engine.failure();
        if (failure.isPresent()) {
            throw new ApiException(503, NodeError.STOPPED, failure.get());
        }
        codec.write(request, response, engine.status());
    }

    private void block(ServerRequest request, ServerResponse response) {
        long height = height(request.path().pathParameters().get("height"));
        codec.write(
                request,
                response,
                store.block(height)
                        .orElseThrow(() -> ApiException.notFound("there is no block " + height
                                + ": this node has blocks " + store.earliestHeight() + " to " + store.height())));
    }

    private long height(String text) {
        if (text.equals("latest")) {
            return store.height();
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("a height is a number or \"latest\", not " + MalformedException.quote(text));
        }
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        response.send(metrics.prometheus().getBytes(StandardCharsets.UTF_8));
    }
}
