package network.millrace.client.http;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.registry.JsonMapping;

/** A node that says what the test told it to say. */
final class FakeNode implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Answers one request. */
    interface Route {
        void answer(HttpExchange exchange) throws IOException;
    }

    FakeNode() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        server.createContext("/", this::route);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    FakeNode on(String path, Route route) {
        routes.put(path, route);
        return this;
    }

    FakeNode answers(String path, int status, Message message) {
        return on(path, exchange -> {
            byte[] body = message.toByteArray();
            exchange.getResponseHeaders().set("Content-Type", HttpNetwork.PROTOBUF);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    /** Requests so far: method, path and query. */
    List<String> requests() {
        return requests;
    }

    /** Begins an answer of server-sent events. */
    static OutputStream events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    static void block(OutputStream stream, long height) throws IOException {
        BlockEvents events = BlockEvents.newBuilder().setHeight(height).build();
        String text = ": comment\nid: " + height + "\ndata: " + JsonMapping.print(events) + "\n\n";
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    private void route(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        try (exchange) {
            Route route = routes.get(exchange.getRequestURI().getPath());
            if (route == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            route.answer(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
