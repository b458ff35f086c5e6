package network.millrace.node.api;

import io.helidon.http.BadRequestException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import network.millrace.node.engine.Engine;
import network.millrace.node.error.NodeError;
import network.millrace.node.storage.Store;
import network.millrace.node.telemetry.Metrics;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.serving.GuardedConnections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's HTTP server. Every refusal is an {@code ErrorBody} with a sentence. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    // Held here, because the JDK forgets the level of a logger that nobody holds. The library logs each start at INFO.
    private static final java.util.logging.Logger LIBRARY_LOG = java.util.logging.Logger.getLogger("io.helidon");
    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(5);

    private final WebServer server;
    private final GuardedConnections guard;

    private ApiServer(WebServer server, GuardedConnections guard) {
        this.server = server;
        this.guard = guard;
    }

    /**
     * What the API serves.
     *
     * @param genesis as the network began
     */
    public record Sources(Engine engine, Store store, Genesis genesis, Metrics metrics) {}

    /**
     * Where the API is served.
     *
     * @param address to listen on, such as 127.0.0.1
     * @param port 0 takes a free one
     * @param corsOrigins pages of which origins may read answers in a browser; * for all, none by default
     */
    public record Door(String address, int port, List<String> corsOrigins) {
        /** Copies the list. */
        public Door {
            corsOrigins = List.copyOf(corsOrigins);
        }
    }

    /** Starts serving. Throws {@link java.io.UncheckedIOException} when the port is taken. */
    public static ApiServer start(Sources sources, Door door, ApiLimits limits) {
        LIBRARY_LOG.setLevel(Level.WARNING);
        requireFree(door);
        EventStreams streams = new EventStreams(limits, sources.metrics());
        HttpRouting.Builder routing = HttpRouting.builder();
        routing.addFilter(new RequestGate(limits, door.corsOrigins(), sources.metrics()));
        MessageCodec codec = new MessageCodec(limits.bodyBytes());
        addRoutes(routing, sources, limits, codec, streams);
        addErrors(routing, codec);
        GuardedConnections guard = new GuardedConnections(
                Http1ConnectionSelector.builder().config(Http1Config.create()).build(),
                limits.ofOneAddress(),
                sources.metrics()
                                .counter(
                                        "http_too_slow_total",
                                        "Connections ended because their other side was too slow.")::count);
        WebServer server = WebServer.builder()
                .host(door.address())
                .port(door.port())
                .routing(routing)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(500))
                .idleConnectionTimeout(IDLE_CONNECTION)
                .update(guard::serve)
                .maxTcpConnections(limits.connections())
                .build();
        server.start();
        if (!server.isRunning()) {
            guard.close();
            throw taken(door, "it was free a moment before");
        }
        return new ApiServer(server, guard);
    }

    /** The port that is served. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        guard.close();
    }

    // The server only logs that it could not bind, with a stack trace; an operator needs a sentence and no node.
    private static void requireFree(Door door) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(door.address(), door.port()));
        } catch (IOException e) {
            throw taken(door, String.valueOf(e.getMessage()));
        }
    }

    private static UncheckedIOException taken(Door door, String reason) {
        return new UncheckedIOException(new BindException("port " + door.port() + " of " + door.address()
                + " is taken or not this machine's: set another api.port or api.address (" + reason + ")"));
    }

    private static void addRoutes(
            HttpRouting.Builder routing, Sources sources, ApiLimits limits, MessageCodec codec, EventStreams streams) {
        QueryRoutes queries = new QueryRoutes(sources.engine(), codec);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ChainRoutes(sources.engine(), sources.store(), sources.genesis(), sources.metrics(), codec)
                .routes());
        routes.addAll(new TransactionRoutes(sources.engine(), sources.store(), codec, limits).routes());
        routes.addAll(queries.routes());
        routes.addAll(new EventRoutes(sources.engine().events(), sources.store(), streams).routes());
        routes.forEach(route -> routing.route(Method.create(route.method()), route.path(), route.handler()));
        byte[] index = new IndexPage(routes, queries.queries())
                .text(sources.genesis().getChainId())
                .getBytes(StandardCharsets.UTF_8);
        routing.get("/", (request, response) -> {
            response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.send(index);
        });
        routing.options((request, response) -> response.status(204).send());
        routing.any((request, response) -> {
            throw ApiException.notFound("there is no route "
                    + request.prologue().method() + " " + request.path().rawPath() + ": GET / lists them");
        });
    }

    private static void addErrors(HttpRouting.Builder routing, MessageCodec codec) {
        routing.error(ApiException.class, (request, response, e) -> refuse(codec, request, response, e));
        routing.error(
                BadRequestException.class,
                (request, response, e) ->
                        refuse(codec, request, response, ApiException.badRequest(String.valueOf(e.getMessage()))));
        routing.error(
                RequestException.class,
                (request, response, e) ->
                        refuse(codec, request, response, ApiException.badRequest(String.valueOf(e.getMessage()))));
        routing.error(RuntimeException.class, (request, response, e) -> {
            LOG.error("request failed path={}", request.path().rawPath(), e);
            refuse(
                    codec,
                    request,
                    response,
                    new ApiException(500, NodeError.STOPPED, "the node could not answer: " + e.getMessage()));
        });
    }

    private static void refuse(MessageCodec codec, ServerRequest request, ServerResponse response, ApiException e) {
        if (!response.isSent()) {
            codec.write(request, response, e.status(), e.body());
        }
    }
}
