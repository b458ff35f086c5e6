package network.millrace.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.agent.workload.backends.Backends;
import network.millrace.cli.output.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the web example: made twice it is the same, and it serves its page in a sandbox. */
class WebImageTest {
    @Test
    void sameJdkGivesSameImage(@TempDir Path folder) throws Exception {
        Path first = WebImage.in(folder.resolve("first"), Progress.SILENT);
        Path second = WebImage.in(folder.resolve("second"), Progress.SILENT);

        assertThat(second.getFileName()).isEqualTo(first.getFileName());
        assertThat(Files.readString(second.resolve("index.json")))
                .isEqualTo(Files.readString(first.resolve("index.json")));
    }

    @Test
    void isMadeOnceAndLeavesNothingElseBehind(@TempDir Path images) throws Exception {
        Path first = WebImage.in(images, Progress.SILENT);
        var modified = Files.getLastModifiedTime(first.resolve("index.json"));
        Path second = WebImage.in(images, Progress.SILENT);

        assertThat(Files.getLastModifiedTime(second.resolve("index.json"))).isEqualTo(modified);
        try (Stream<Path> children = Files.list(images)) {
            assertThat(children).containsExactly(first);
        }
    }

    @Test
    void servesItsPageInASandbox(@TempDir Path folder) throws Exception {
        Path images = folder.resolve("images");
        Path layout = WebImage.in(images, Progress.SILENT);
        try (WorkloadBackend backend =
                Backends.open("sandbox", folder.resolve("home"), List.of(images), InstantSource.system())) {
            boolean usable = backend.check().isUsable();
            assertThat(usable || !"true".equals(System.getenv("CI")))
                    .as(backend.check().sentence())
                    .isTrue();
            assumeTrue(usable, backend.check().sentence());
            var id = new WorkloadId("web");
            var program =
                    new Program(new ImageReference.Layout(layout, "1"), List.of(), List.of(), Map.of(), List.of(8080));
            var limits = new Limits(500, 128L << 20, 64, 64L << 20);
            try {
                backend.start(new WorkloadSpec(id, program, limits, RestartPolicy.service(), Map.of()));
                awaitReady(backend, id);

                var address = backend.address(id, 8080).orElseThrow();
                assertThat(page(URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/")))
                        .contains("served by a workload on Millrace");
                assertThat(backend.logs(id, LogPosition.START, 10, Duration.ofSeconds(10))
                                .lines())
                        .isNotEmpty();
            } finally {
                backend.destroy(id);
            }
        }
    }

    private static void awaitReady(WorkloadBackend backend, WorkloadId id) throws Exception {
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!backend.inspect(id).map(WorkloadStatus::isReady).orElse(false)) {
            assertThat(System.nanoTime())
                    .as("not ready: " + backend.inspect(id))
                    .isLessThan(limit);
            Thread.sleep(20);
        }
    }

    private static String page(URI address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
