package network.millrace.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import network.millrace.node.Person;
import network.millrace.node.config.NodeConfig;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.registry.JsonMapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventStreamTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final LiveNode live;

    EventStreamTest(@TempDir Path folder) {
        NodeConfig config = LiveNode.CONFIG
                .with("api.heartbeat_seconds", "1")
                .with("api.stall_seconds", "1")
                .with("api.event_streams_per_address", "2");
        this.live = new LiveNode(folder.resolve("node"), config);
    }

    @AfterEach
    void stop() {
        live.close();
    }

    @Test
    void blocksComeFromAnyHeightWithoutGaps() throws Exception {
        long last = transfers(5);

        try (Follower follower = follow("?from_height=1")) {
            assertThat(heights(follower.read(last))).containsExactlyElementsOf(range(1, last));
            long more = transfers(2);
            assertThat(heights(follower.read(more - last))).containsExactlyElementsOf(range(last + 1, more));
        }
    }

    @Test
    void aFollowerGoesOnAfterARestartWithoutGapsOrDuplicates() throws Exception {
        List<BlockEvents> seen = new ArrayList<>();
        long last = transfers(3);
        try (Follower follower = follow("?from_height=1")) {
            seen.addAll(follower.read(last));
            live.restart();
            follower.readToEnd();
        }

        long more = transfers(3);
        try (Follower follower = follow("?from_height=" + (seen.getLast().getHeight() + 1))) {
            seen.addAll(follower.read(more - seen.size()));
        }

        assertThat(heights(seen)).containsExactlyElementsOf(range(1, more));
    }

    @Test
    void lastEventIdResumesAfterIt() throws Exception {
        long last = transfers(3);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(live.uri("/v1/events")).header("Last-Event-ID", "1");

        try (Follower follower = new Follower(live.stream(request))) {
            assertThat(heights(follower.read(last - 1))).containsExactlyElementsOf(range(2, last));
        }
    }

    @Test
    void onlyWantedTypesComeButEveryBlockDoes() throws Exception {
        long last = transfers(2);

        try (Follower follower = follow("?from_height=1&types=Transfer")) {
            List<BlockEvents> blocks = follower.read(last);
            assertThat(heights(blocks)).containsExactlyElementsOf(range(1, last));
            assertThat(blocks.stream().flatMap(block -> block.getEventsList().stream()))
                    .hasSize(2)
                    .allMatch(event -> event.getValue().getTypeUrl().endsWith(".Transfer"))
                    .allMatch(event -> event.getTransaction().size() == 32);
        }
    }

    @Test
    void aQuietStreamHasHeartbeats() throws Exception {
        try (Follower follower = follow("")) {
            assertThat(follower.comment()).startsWith(": block ");
        }
    }

    @Test
    void wrongRequestsAreRefusedWithASentence() {
        assertThat(live.get("/v1/events?from_height=1000").error().getMessage())
                .contains("from_height is 1000, but this node is at block");
        assertThat(live.get("/v1/events?from_height=x").error().getMessage()).contains("a height");
        assertThat(live.get("/v1/events?types=Transfers").error().getMessage()).contains("did you mean Transfer?");
        assertThat(live.get("/v1/events?form_height=1").error().getMessage()).contains("did you mean from_height?");
    }

    @Test
    void whatIsOlderThanTheLogIsGone(@TempDir Path other) {
        Genesis later = Person.genesis().toBuilder().setInitialHeight(100).build();
        try (LiveNode young = new LiveNode(other.resolve("young"), LiveNode.CONFIG, later)) {
            assertThat(young.transfer().getHeight()).isGreaterThan(100);

            LiveNode.Answer answer = young.get("/v1/events?from_height=50");

            assertThat(answer.status()).isEqualTo(410);
            assertThat(answer.error().getMessage()).contains("log begins at block 101", "then follow from block");
        }
    }

    @Test
    void oneAddressHasSoManyStreams() throws Exception {
        try (Follower first = follow("");
                Follower second = follow("")) {
            first.comment();
            second.comment();
            LiveNode.Answer third = live.get("/v1/events");
            assertThat(third.status()).isEqualTo(503);
            assertThat(third.error().getMessage()).contains("2 of them to one address");
        }
    }

    @Test
    void aFollowerThatDoesNotReadIsDisconnected() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), live.node().port())) {
            socket.setReceiveBufferSize(1024);
            socket.getOutputStream()
                    .write("GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            // Fills the buffers of both sockets with large blocks, until the node's write blocks and is ended.
            while (metric("millrace_http_too_slow_total") == 0) {
                live.node()
                        .engine()
                        .submitAndWait(Person.ALICE.unordered(System.currentTimeMillis(), Person.BOB, 1, 100), LIMIT);
            }
            while (metric("millrace_event_streams") > 0) {
                Thread.onSpinWait();
            }
        }
    }

    private long metric(String name) {
        return live.get("/v1/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private long transfers(int count) {
        long height = 0;
        for (int i = 0; i < count; i++) {
            height = live.transfer().getHeight();
        }
        return height;
    }

    private Follower follow(String parameters) throws IOException, InterruptedException {
        return new Follower(live.stream(HttpRequest.newBuilder(live.uri("/v1/events" + parameters))));
    }

    private static List<Long> heights(List<BlockEvents> blocks) {
        return blocks.stream().map(BlockEvents::getHeight).toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /** Reads a text/event-stream line by line. */
    private record Follower(BufferedReader reader) implements AutoCloseable {
        Follower(java.io.InputStream stream) {
            this(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        }

        List<BlockEvents> read(long count) throws IOException {
            List<BlockEvents> blocks = new ArrayList<>();
            String id = "";
            while (blocks.size() < count) {
                String line = reader.readLine();
                if (line == null) {
                    throw new IOException("the stream ended after " + blocks.size() + " blocks");
                }
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                }
                if (line.startsWith("data: ")) {
                    blocks.add(JsonMapping.parse(line.substring(6), BlockEvents.getDefaultInstance()));
                    assertThat(id).isEqualTo(Long.toString(blocks.getLast().getHeight()));
                }
            }
            return blocks;
        }

        String comment() throws IOException {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(":")) {
                    return line;
                }
            }
            throw new IOException("the stream ended without a comment");
        }

        void readToEnd() throws IOException {
            reader.lines().forEach(line -> {});
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
