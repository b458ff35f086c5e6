package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import network.millrace.agent.workload.WorkloadId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a workload reaches of the world; the world is a server in the network namespace of the test's own engine. */
@SideBySide
@ExtendWith(TestEngine.class)
class DockerEgressTest {

    private static final String PUBLIC = "11.22.33.44";
    private static final String PRIVATE = "10.99.98.97";
    private static final String METADATA = "169.254.169.254";

    @TempDir
    Path directory;

    private DockerRig rig;
    private @Nullable Process server;

    @BeforeEach
    void open() throws Exception {
        String namespace = TestEngine.running().namespace();
        assumeTrue(!namespace.isEmpty(), "needs an engine in a network of its own, which only root can have");
        for (String address : List.of(PUBLIC, PRIVATE, METADATA)) {
            run("ip", "-n", namespace, "address", "replace", address + "/32", "dev", "lo");
        }
        server = new ProcessBuilder(
                        "ip", "netns", "exec", namespace, "busybox", "httpd", "-f", "-p", "80", "-h", "/tmp")
                .start();
        rig = new DockerRig(directory);
    }

    @AfterEach
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void publicAddressesAreReachedAndPrivateOnesAreNot() throws Exception {
        List<String> printed = rig.run(DockerIsolationTest.reach(PUBLIC, 80)
                + DockerIsolationTest.reach(PRIVATE, 80)
                + DockerIsolationTest.reach(METADATA, 80));

        assertThat(printed).containsExactly(PUBLIC + " reached", PRIVATE + " unreachable", METADATA + " unreachable");
    }

    @Test
    void withoutEgressNothingIsReachedButThePortsAre() throws Exception {
        rig.close();
        DockerSettings open = DockerRig.settings(directory.resolve("closed"));
        DockerSettings.Network closed = new DockerSettings.Network(
                false, List.of(), open.network().subnets(), open.network().publishAddress());
        rig = new DockerRig(
                directory.resolve("closed"),
                new DockerSettings(open.home(), open.engine(), open.images(), open.logs(), closed));
        WorkloadId id = new WorkloadId("served");

        rig.start(
                id,
                DockerIsolationTest.reach(PUBLIC, 80) + DockerIsolationTest.reach(PRIVATE, 80)
                        + "exec httpd -f -p 8080 -h /www",
                8080);
        DockerRig.await(() -> rig.status(id).isReady());

        assertThat(rig.log(id)).containsExactly(PUBLIC + " unreachable", PRIVATE + " unreachable");
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
