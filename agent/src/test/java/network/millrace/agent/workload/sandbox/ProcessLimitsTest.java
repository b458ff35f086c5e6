package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.image.ImageConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an ordinary user's containers are told; that it holds is tried by {@link OrdinaryUserCases}. */
class ProcessLimitsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ALLOW = "SCMP_ACT_ALLOW";

    @TempDir
    Path home;

    private JsonNode configuration;

    @BeforeEach
    void write() throws Exception {
        SandboxSettings.HostShare share =
                new SandboxSettings.HostShare(home, home, new SandboxSettings.Ids(1, 4_096, 16), "10.197");
        WorkloadSpec spec = new WorkloadSpec(
                new WorkloadId("w"),
                new Program(ImageReference.parse("app"), List.of("/bin/app"), List.of(), Map.of(), List.of()),
                new Limits(500, 64L << 20, 32, 64L << 20),
                RestartPolicy.never(),
                Map.of());
        ImageConfiguration image = new ImageConfiguration(
                List.of(), List.of(), List.of(), new ImageConfiguration.Place("/", ""), "SIGTERM");
        ProcessLimits limits = new ProcessLimits(new UserNamespace(home, share));
        configuration = JSON.readTree(
                new OciConfiguration(spec, new Slot(0, share), image, JSON.createObjectNode(), limits).json());
    }

    private List<JsonNode> rulesFor(String call) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode rule : configuration.path("linux").path("seccomp").path("syscalls")) {
            for (JsonNode name : rule.path("names")) {
                if (name.asString().equals(call)) {
                    found.add(rule);
                }
            }
        }
        return found;
    }

    @Test
    void memoryThatNoProcessShowsIsRefused() {
        assertThat(rulesFor("memfd_create"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("errnoRet").asInt()).isEqualTo(1));
        assertThat(rulesFor("shmget")).hasSize(2).allSatisfy(rule -> {
            JsonNode size = rule.path("args").path(0);
            boolean allowed = rule.path("action").asString().equals(ALLOW);
            assertThat(size.path("index").asInt()).isEqualTo(1);
            assertThat(size.path("value").asLong()).isEqualTo(4_096);
            assertThat(size.path("op").asString()).isEqualTo(allowed ? "SCMP_CMP_LE" : "SCMP_CMP_GT");
        });
    }

    @Test
    void coresCannotBeLeft() {
        assertThat(rulesFor("sched_setaffinity"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("action").asString()).isNotEqualTo(ALLOW));
        assertThat(rulesFor("sched_getaffinity"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("action").asString()).isEqualTo(ALLOW));
    }

    @Test
    void processesAreLimitedAndNoControlGroupIsAskedFor() {
        assertThat(configuration.path("process").path("rlimits")).anySatisfy(limit -> {
            assertThat(limit.path("type").asString()).isEqualTo("RLIMIT_NPROC");
            assertThat(limit.path("hard").asLong()).isEqualTo(32);
        });
        assertThat(configuration.path("linux").has("cgroupsPath")).isFalse();
        assertThat(configuration.path("linux").has("resources")).isFalse();
    }

    @Test
    void sharedMemoryLiesOnTheLimitedLayer() {
        assertThat(configuration.path("mounts"))
                .filteredOn(mount -> mount.path("destination").asString().equals("/dev/shm"))
                .singleElement()
                .satisfies(mount -> {
                    assertThat(mount.path("type").asString()).isEqualTo("bind");
                    assertThat(mount.path("source").asString()).isEqualTo(home + "/0/layer/shm");
                });
    }
}
