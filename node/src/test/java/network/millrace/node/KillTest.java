package network.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.TxRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real node in a real process, killed with SIGKILL at random moments under load. */
@Timeout(180)
class KillTest {
    private static final int SENDERS = 4;
    private static final int KILLS = 3;

    private final Map<ByteString, Long> acknowledged = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedSurvivesKilling() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("seed " + seed);
        for (int kill = 0; kill < KILLS; kill++) {
            try (Child child = Child.start(folder.resolve("node"))) {
                requireAcknowledged(child);
                loadAndKill(child, 20 + random.nextInt(60));
            }
        }

        try (Child child = Child.start(folder.resolve("node"))) {
            requireAcknowledged(child);
            requireChain(child);
        }
    }

    // Ends the process while others are waiting for their blocks, after so many more acknowledgements.
    private void loadAndKill(Child child, int acknowledgements) throws InterruptedException {
        int before = acknowledged.size();
        List<Thread> senders = IntStream.range(0, SENDERS)
                .mapToObj(i -> Thread.ofVirtual().start(() -> sendUntilKilled(child)))
                .toList();
        while (acknowledged.size() < before + acknowledgements && child.process.isAlive()) {
            Thread.onSpinWait();
        }
        child.process.destroyForcibly();
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(before + acknowledgements);
    }

    private void sendUntilKilled(Child child) {
        try {
            while (true) {
                BroadcastRequest request = BroadcastRequest.newBuilder()
                        .setTransaction(Person.ALICE.unordered(System.currentTimeMillis(), Person.BOB, 1))
                        .setWait(BroadcastRequest.Wait.COMMITTED)
                        .build();
                BroadcastResponse response =
                        BroadcastResponse.parseFrom(child.post("/v1/transactions", request.toByteArray()));
                if (response.getCode() == 0 && response.getHeight() > 0) {
                    acknowledged.put(response.getHash(), response.getHeight());
                }
            }
        } catch (IOException killed) {
            // the connection went with the process
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireAcknowledged(Child child) throws IOException, InterruptedException {
        for (Map.Entry<ByteString, Long> entry : acknowledged.entrySet()) {
            String hash = java.util.HexFormat.of().formatHex(entry.getKey().toByteArray());
            TxRecord record = TxRecord.parseFrom(child.get("/v1/transactions/" + hash));
            assertThat(record.getHeight()).as("transaction " + hash).isEqualTo(entry.getValue());
            assertThat(record.getResult().getCode()).isZero();
        }
    }

    // Each block carries the app hash after the one before: what was applied again gave what it gave before.
    private void requireChain(Child child) throws IOException, InterruptedException {
        BlockRecord last = BlockRecord.parseFrom(child.get("/v1/blocks/latest"));
        for (long height = 2; height <= last.getBlock().getHeight(); height++) {
            BlockRecord before = BlockRecord.parseFrom(child.get("/v1/blocks/" + (height - 1)));
            BlockRecord block = BlockRecord.parseFrom(child.get("/v1/blocks/" + height));
            assertThat(block.getBlock().getLastAppHash())
                    .isEqualTo(before.getResult().getAppHash());
        }
    }

    private static final class Child implements AutoCloseable {
        private static final String PROTOBUF = "application/x-protobuf";

        private final Process process;
        private final URI url;
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        private Child(Process process, URI url) {
            this.process = process;
            this.url = url;
        }

        static Child start(Path home) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            NodeProcess.class.getName(),
                            home.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("port ")) {
                    return new Child(process, URI.create("http://127.0.0.1:" + line.substring(5)));
                }
            }
            throw new IOException("the node did not start");
        }

        byte[] get(String path) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(url.resolve(path)).GET());
        }

        byte[] post(String path, byte[] body) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(url.resolve(path))
                    .header("Content-Type", PROTOBUF)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        }

        private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpResponse<byte[]> response = client.send(
                    request.header("Accept", PROTOBUF)
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode())
                    .as(request.build().uri().toString())
                    .isEqualTo(200);
            return response.body();
        }

        @Override
        public void close() {
            process.destroyForcibly();
            client.shutdownNow();
        }
    }
}
