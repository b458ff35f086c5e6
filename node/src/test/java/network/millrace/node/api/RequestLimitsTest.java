package network.millrace.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import network.millrace.node.config.NodeConfig;
import network.millrace.node.error.NodeError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RequestLimitsTest {
    @TempDir
    Path folder;

    @Test
    void oneAddressSendsSoManyRequests() {
        try (LiveNode live = start(LiveNode.CONFIG.with("api.requests_per_second", "1"))) {
            List<LiveNode.Answer> answers = IntStream.range(0, 8)
                    .mapToObj(i -> live.get("/v1/status"))
                    .filter(answer -> answer.status() != 200)
                    .toList();

            assertThat(answers).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.error().getCode()).isEqualTo(NodeError.BUSY.code());
                assertThat(answer.error().getMessage()).contains("one address may send 1 requests a second");
            });
        }
    }

    @Test
    void soManyRequestsAreAnsweredAtOneTime() throws InterruptedException {
        NodeConfig config = LiveNode.CONFIG
                .with("api.concurrent_requests", "1")
                .with("engine.block_delay_ms", "2000")
                .with("engine.tick_ms", "30000");
        try (LiveNode live = start(config)) {
            // The one place is fought for: the transfer tries until it has it, and keeps it until its block.
            Thread waiting = Thread.ofVirtual().start(() -> {
                while (live.tryTransfer().status() == 503) {
                    Thread.onSpinWait();
                }
            });
            LiveNode.Answer answer = live.get("/v1/status");
            while (answer.status() == 200 && waiting.isAlive()) {
                answer = live.get("/v1/status");
            }
            waiting.join();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error().getMessage()).contains("answers 1 requests at one time");
            // The place is given back after its answer is out, so its reader may be here first.
            LiveNode.Answer after = live.get("/v1/status");
            for (int tries = 0; after.status() == 503 && tries < 1_000; tries++) {
                after = live.get("/v1/status");
            }
            assertThat(after.status()).isEqualTo(200);
        }
    }

    @Test
    void pagesOfNamedOriginsMayReadAnswers() {
        try (LiveNode live = start(LiveNode.CONFIG.with("api.cors_origins", "https://good.example"))) {
            assertThat(allowedOrigin(live, "https://good.example")).isEqualTo("https://good.example");
            assertThat(allowedOrigin(live, "https://other.example")).isEmpty();
        }
    }

    private LiveNode start(NodeConfig config) {
        return new LiveNode(folder.resolve("node"), config);
    }

    private static String allowedOrigin(LiveNode live, String origin) {
        return live.send(HttpRequest.newBuilder(live.uri("/v1/status")).header("Origin", origin))
                .allowedOrigin();
    }
}
