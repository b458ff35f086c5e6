package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an agent finds that comes after another has died at some point. */
@SideBySide
@ExtendWith(TestEngine.class)
class DockerAdoptionTest {

    private static final WorkloadId ONE = new WorkloadId("one");
    private static final int LINES = 600;

    @TempDir
    Path directory;

    private DockerRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new DockerRig(directory);
    }

    @AfterEach
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void endAndOutputAreKnownAlthoughNoAgentWasThere() throws Exception {
        rig.start(ONE, "echo before; while [ ! -e /tmp/go ]; do sleep 0.1; done; echo after; exit 5");
        DockerRig.await(() -> rig.log(ONE).contains("before"));
        rig.backend().close();
        try (Engine engine = rig.engine()) {
            String program = rig.names().program(ONE);
            ShellProcess.start(engine, program, List.of("/bin/touch", "/tmp/go"), false)
                    .waitFor();
            DockerRig.await(() -> engine.container(program)
                    .filter(ProgramContainer::isRunning)
                    .isEmpty());
        }

        rig.open();
        DockerRig.await(() -> rig.status(ONE).state() instanceof WorkloadState.Exited);

        WorkloadState.Exited exited = (WorkloadState.Exited) rig.status(ONE).state();
        assertThat(exited.exit().code()).isEqualTo(5);
        assertThat(rig.log(ONE)).containsExactly("before", "after");
    }

    @Test
    void shortRunsAreCountedOverAgents() throws Exception {
        Duration wait = Duration.ofMillis(500);
        RestartPolicy impatient = new RestartPolicy(RestartPolicy.Mode.ALWAYS, wait, wait, Duration.ofMinutes(1), 4);
        rig.backend()
                .start(new WorkloadSpec(ONE, rig.shell("echo run; exit 1"), DockerRig.LIMITS, impatient, Map.of()));
        DockerRig.await(() -> rig.status(ONE).restarts() == 1);
        rig.reopen();

        DockerRig.await(() -> rig.status(ONE).state() instanceof WorkloadState.Failed);

        assertThat(rig.status(ONE).restarts()).isEqualTo(3);
        assertThat(rig.log(ONE)).containsExactly("run", "run", "run", "run");
    }

    @Test
    void whatWasWrittenStaysOverRestarts() throws Exception {
        Duration wait = Duration.ZERO;
        RestartPolicy again = new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, wait, wait, Duration.ofMinutes(1), 5);
        String script = "echo x >> /data/runs; cat /data/runs | grep -c x; [ $(grep -c x /data/runs) = 3 ]";

        rig.backend().start(new WorkloadSpec(ONE, rig.shell(script), DockerRig.LIMITS, again, Map.of()));
        DockerRig.await(() -> rig.status(ONE).state() instanceof WorkloadState.Exited);

        assertThat(rig.log(ONE)).containsExactly("1", "2", "3");
    }

    @Test
    void containerThatSomebodyRemovedIsMadeAgainWithItsKeeper() throws Exception {
        RestartPolicy soon =
                new RestartPolicy(RestartPolicy.Mode.ALWAYS, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1), 5);
        rig.backend()
                .start(new WorkloadSpec(
                        ONE, rig.shell("exec httpd -f -p 8080 -h /www", 8080), DockerRig.LIMITS, soon, Map.of()));
        DockerRig.await(() -> rig.status(ONE).isReady());
        try (Engine engine = rig.engine()) {
            engine.remove(rig.names().keeper(ONE));
            engine.remove(rig.names().program(ONE));
        }

        DockerRig.await(() -> rig.status(ONE).restarts() == 1 && rig.status(ONE).isReady());

        WorkloadStatus status = rig.status(ONE);
        assertThat(status.restartCause()).contains("code 255");
    }

    @Test
    void whatAnAgentDiedOverIsFinished() throws Exception {
        rig.start(ONE, "exec sleep 1000");
        WorkloadFiles files = WorkloadFiles.of(rig.settings().home(), ONE);
        files.doom();

        rig.reopen();

        assertThat(rig.backend().inspectAll()).isEmpty();
        assertThat(files.directory()).doesNotExist();
        try (Engine engine = rig.engine()) {
            assertThat(engine.containers(rig.names().ours())).isEmpty();
        }
    }

    @Test
    void halfMadeWorkloadIsStarted() throws Exception {
        String digest = rig.backend().prepare(rig.image()).digest();
        WorkloadSpec spec = new WorkloadSpec(
                ONE, rig.shell("echo made; exec sleep 1000"), DockerRig.LIMITS, RestartPolicy.service(), Map.of());
        rig.backend().close();
        WorkloadFiles.of(rig.settings().home(), ONE).create(new WorkloadFiles.Order(spec, digest));
        Files.createDirectory(WorkloadFiles.all(rig.settings().home()).resolve("never-ordered"));

        rig.open();
        DockerRig.await(() -> rig.log(ONE).contains("made"));

        assertThat(rig.backend().inspectAll()).hasSize(1);
    }

    @Test
    void noLineIsLostOrDoubledOverAgents() throws Exception {
        rig.start(
                ONE, "i=0; while [ $i -lt " + LINES + " ]; do seq $i $((i+19)); i=$((i+20)); sleep 0.1; done; exit 0");
        for (int agent = 1; agent <= 3; agent++) {
            int seen = LINES / 5 * agent;
            DockerRig.await(() -> rig.log(ONE).size() > seen);
            rig.reopen();
        }
        DockerRig.await(() -> rig.status(ONE).state() instanceof WorkloadState.Exited);

        assertThat(rig.log(ONE))
                .isEqualTo(IntStream.range(0, LINES).mapToObj(Integer::toString).toList());
    }
}
