package network.millrace.node.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import network.millrace.node.Node;
import network.millrace.node.NodeHome;
import network.millrace.node.Person;
import network.millrace.node.config.NodeConfig;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.ErrorBody;
import network.millrace.protocol.registry.JsonMapping;

/** A node on a free port and a client of it. The node may be stopped and started again on its data. */
final class LiveNode implements AutoCloseable {
    static final NodeConfig CONFIG = NodeConfig.DEFAULT.with("api.port", "0").with("engine.block_delay_ms", "5");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final NodeHome home;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private NodeConfig config;
    private Node node;

    LiveNode(Path folder, NodeConfig config) {
        this(folder, config, Person.genesis());
    }

    LiveNode(Path folder, NodeConfig config, Genesis genesis) {
        this.home = new NodeHome(folder);
        home.initialize(genesis, config);
        this.node = Node.start(home, config, "test");
        this.config = config.with("api.port", Integer.toString(node.port()));
    }

    Node node() {
        return node;
    }

    void restart() {
        node.close();
        node = Node.start(home, config, "test");
    }

    record Answer(int status, String contentType, String allowedOrigin, ByteString body) {
        String text() {
            return body.toStringUtf8();
        }

        <M extends Message> M as(M prototype) {
            return JsonMapping.parse(text(), prototype);
        }

        ErrorBody error() {
            return as(ErrorBody.getDefaultInstance());
        }
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    Answer post(String path, String contentType, byte[] body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer postJson(String path, String json) {
        return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    client.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.headers().firstValue("access-control-allow-origin").orElse(""),
                    ByteString.copyFrom(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a transfer and waits for its block. */
    BroadcastResponse transfer() {
        return tryTransfer().as(BroadcastResponse.getDefaultInstance());
    }

    /** Sends a transfer; the answer may be a refusal. */
    Answer tryTransfer() {
        BroadcastRequest request = BroadcastRequest.newBuilder()
                .setTransaction(Person.ALICE.unordered(System.currentTimeMillis(), Person.BOB, 1))
                .setWait(BroadcastRequest.Wait.COMMITTED)
                .build();
        return postJson("/v1/transactions", JsonMapping.print(request));
    }

    InputStream stream(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode() + " "
                    + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    URI uri(String path) {
        return URI.create(node.url() + path);
    }

    @Override
    public void close() {
        client.shutdownNow();
        node.close();
    }
}
