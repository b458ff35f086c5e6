package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Network;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@SideBySide
@ExtendWith(TestEngine.class)
class DockerLimitsTest {

    private static final WorkloadId GREEDY = new WorkloadId("greedy");

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
    void forkBombIsStoppedAndCanBeDestroyed() throws Exception {
        rig.start(GREEDY, "bomb() { bomb | bomb & }; bomb; while true; do sleep 1; done");
        DockerRig.await(() -> rig.log(GREEDY).stream().anyMatch(line -> line.contains("can't fork")));

        rig.backend().destroy(GREEDY);

        assertThat(rig.backend().inspectAll()).isEmpty();
    }

    @Test
    void memoryBeyondTheLimitEndsTheWorkloadAndSaysSo() throws Exception {
        rig.start(GREEDY, "dd if=/dev/zero of=/dev/shm/a bs=1M count=60; exec tail /dev/zero");
        DockerRig.await(() -> rig.status(GREEDY).state() instanceof WorkloadState.Exited);

        Exit exit = ((WorkloadState.Exited) rig.status(GREEDY).state()).exit();
        assertThat(exit.code()).isEqualTo(137);
        assertThat(exit.outOfMemory()).isTrue();
        assertThat(exit.sentence()).contains("memory");
    }

    @Test
    void diskBeyondTheLimitEndsTheWorkloadAndSaysSo() throws Exception {
        rig.start(GREEDY, "dd if=/dev/zero of=/tmp/file bs=1M count=100; echo written; exec sleep 1000");
        DockerRig.await(() -> rig.status(GREEDY).state() instanceof WorkloadState.Failed);

        WorkloadState.Failed failed = (WorkloadState.Failed) rig.status(GREEDY).state();
        assertThat(failed.fault()).isInstanceOf(WorkloadFault.LimitExceeded.class);
        assertThat(failed.sentence()).contains("diskBytes", Long.toString(64L << 20));
        assertThat(rig.reopen().inspect(GREEDY).orElseThrow().state()).isEqualTo(failed);
    }

    @Test
    void limitsAreThoseOfTheKernel() throws Exception {
        List<String> printed = rig.run("cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes;"
                + " cat /sys/fs/cgroup/memory.swap.max /sys/fs/cgroup/memory/memory.memsw.limit_in_bytes;"
                + " cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max;"
                + " cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us");

        assertThat(printed.stream().filter(line -> line.matches("[0-9 ]+")))
                .hasSize(4)
                .contains(Long.toString(64L << 20), "32")
                .anyMatch(line -> line.equals("50000") || line.equals("50000 100000"))
                .anyMatch(line -> line.equals("0") || line.equals(Long.toString(64L << 20)));
    }

    @Test
    void limitsThatTheEngineCannotGiveAreRefused() throws Exception {
        for (Limits beyond : List.of(
                new Limits(1_000_000, 64L << 20, 32, 64L << 20),
                new Limits(500, 1L << 49, 32, 64L << 20),
                new Limits(500, 4L << 20, 32, 64L << 20))) {
            WorkloadSpec spec = new WorkloadSpec(GREEDY, rig.shell("true"), beyond, RestartPolicy.never(), Map.of());

            assertThatThrownBy(() -> rig.backend().start(spec))
                    .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                            .isInstanceOf(WorkloadFault.LimitNotEnforceable.class));
        }
    }

    @Test
    void commandThatIsNotInTheImageIsAFaultAndLeavesNothing() throws Exception {
        Program program = new Program(rig.image(), List.of("/bin/absent"), List.of(), Map.of(), List.of());
        WorkloadSpec spec = new WorkloadSpec(GREEDY, program, DockerRig.LIMITS, RestartPolicy.service(), Map.of());

        assertThatThrownBy(() -> rig.backend().start(spec))
                .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                        .isInstanceOf(WorkloadFault.NotExecutable.class))
                .hasMessageContaining("/bin/absent");

        assertThat(rig.backend().inspectAll()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void imageSaysHowItIsStartedAndTheOrderWins() throws Exception {
        Program plain = new Program(rig.image(), List.of(), List.of(), Map.of(), List.of());
        Program other = new Program(
                rig.image(),
                List.of("/bin/sh", "-c", "pwd; echo $GREETING $MORE"),
                List.of(),
                Map.of("MORE", "a=b"),
                List.of());

        assertThat(rig.run(plain)).containsExactly("from the image");
        assertThat(rig.run(other)).containsExactly("/tmp", "from-image a=b");
    }

    @Test
    void shellInsideHasTheSameBounds() throws Exception {
        rig.start(GREEDY, "exec sleep 1000");

        Process shell = rig.backend()
                .execute(
                        GREEDY,
                        List.of(
                                "/bin/sh",
                                "-c",
                                "read line; echo $line; grep CapEff /proc/self/status; echo no >&2; exit 3"),
                        false);
        shell.outputWriter(StandardCharsets.UTF_8).append("typed\n").flush();

        assertThat(text(shell.getInputStream())).isEqualTo("typed\nCapEff:\t0000000000000000\n");
        assertThat(text(shell.getErrorStream())).isEqualTo("no\n");
        assertThat(shell.waitFor()).isEqualTo(3);
    }

    @Test
    void shellInsideMayHaveATerminalAndEndsWithItsProcess() throws Exception {
        rig.start(GREEDY, "exec sleep 1000");

        Process shell = rig.backend()
                .execute(GREEDY, List.of("/bin/sh", "-c", "[ -t 0 ] && echo 'a terminal'; exec sleep 1000"), true);
        byte[] first = shell.getInputStream().readNBytes("a terminal".length());
        shell.destroy();

        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("a terminal");
        assertThat(shell.waitFor()).isEqualTo(137);
    }

    @Test
    void nothingIsLeftAfterDestroy() throws Exception {
        rig.start(GREEDY, "echo x > /tmp/x; sleep 1000 & exec sleep 1000", 8080);

        rig.backend().destroy(GREEDY);

        assertNothingIsLeft();
    }

    @Test
    void engineRestartsNothingByItself() throws Exception {
        rig.start(GREEDY, "exec sleep 1000");

        try (Engine engine = rig.engine()) {
            InspectContainerResponse container =
                    engine.container(rig.names().program(GREEDY)).orElseThrow();
            assertThat(container.getHostConfig().getRestartPolicy().getName()).isIn("", "no");
        }
    }

    private void assertNothingIsLeft() throws Exception {
        Names names = rig.names();
        try (Engine engine = rig.engine()) {
            assertThat(engine.containers(names.ours())).isEmpty();
            List<Network> networks = engine.call("listing networks", client -> client.listNetworksCmd()
                    .withFilter("label", List.of(Names.HOME + "=" + names.home()))
                    .exec());
            List<InspectVolumeResponse> volumes = engine.call(
                    "listing volumes", client -> client.listVolumesCmd().exec().getVolumes());
            assertThat(networks).isEmpty();
            assertThat(volumes).isNullOrEmpty();
        }
        assertThat(WorkloadFiles.of(rig.settings().home(), GREEDY).directory()).doesNotExist();
    }

    private static String text(InputStream stream) throws Exception {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
