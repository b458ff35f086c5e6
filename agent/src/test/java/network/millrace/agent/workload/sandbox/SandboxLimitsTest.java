package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.Exit;
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
import org.junit.jupiter.api.io.TempDir;

@SideBySide
class SandboxLimitsTest {

    private static final WorkloadId GREEDY = new WorkloadId("greedy");

    @TempDir
    Path directory;

    private SandboxRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new SandboxRig(directory);
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
        SandboxRig.await(() -> rig.log(GREEDY).stream().anyMatch(line -> line.contains("can't fork")));

        assertThat(processes()).isLessThanOrEqualTo((int) SandboxRig.LIMITS.processes());

        rig.backend().destroy(GREEDY);
        assertThat(rig.backend().inspectAll()).isEmpty();
    }

    @Test
    void memoryBeyondTheLimitEndsTheWorkloadAndSaysSo() throws Exception {
        rig.start(GREEDY, "exec tail /dev/zero");
        SandboxRig.await(() -> rig.status(GREEDY).state() instanceof WorkloadState.Exited);

        Exit exit = ((WorkloadState.Exited) rig.status(GREEDY).state()).exit();
        assertThat(exit.code()).isEqualTo(137);
        assertThat(exit.outOfMemory()).isTrue();
        assertThat(exit.sentence()).contains("memory");
    }

    @Test
    void memoryFileSystemsCountAsMemory() throws Exception {
        rig.start(GREEDY, "dd if=/dev/zero of=/dev/shm/a bs=1M count=60; exec tail /dev/zero");
        SandboxRig.await(() -> rig.status(GREEDY).state() instanceof WorkloadState.Exited);

        assertThat(((WorkloadState.Exited) rig.status(GREEDY).state()).exit().outOfMemory())
                .isTrue();
    }

    @Test
    void diskBeyondTheLimitIsFullForTheWorkloadOnly() throws Exception {
        List<String> printed =
                rig.run("dd if=/dev/zero of=/tmp/file bs=1M count=200; ls -l /tmp | grep -c file; echo went on");

        assertThat(String.join("\n", printed)).contains("No space left on device", "went on");
    }

    @Test
    @OnlyAsRoot
    void limitsAreThoseOfTheKernel() throws Exception {
        rig.start(GREEDY, "exec sleep 1000");

        ControlGroups.ofThisMachine().requireApplied(rig.slot(GREEDY).controlGroup(), SandboxRig.LIMITS);

        assertThatThrownBy(() -> ControlGroups.ofThisMachine().requireApplied("/millrace/absent", SandboxRig.LIMITS))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("cannot be enforced");
    }

    @Test
    void commandThatIsNotInTheImageIsAFaultAndLeavesNothing() throws Exception {
        Program program = new Program(rig.image(), List.of("/bin/absent"), List.of(), Map.of(), List.of());
        WorkloadSpec spec = new WorkloadSpec(GREEDY, program, SandboxRig.LIMITS, RestartPolicy.service(), Map.of());

        assertThatThrownBy(() -> rig.backend().start(spec))
                .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                        .isInstanceOf(WorkloadFault.NotExecutable.class))
                .hasMessageContaining("/bin/absent");

        assertThat(rig.backend().inspectAll()).isEmpty();
        assertThat(WorkloadFiles.of(rig.settings().home(), GREEDY).directory()).doesNotExist();
    }

    @Test
    void shellInsideHasTheSameBounds() throws Exception {
        rig.start(GREEDY, "exec sleep 1000");

        Process shell =
                rig.backend().execute(GREEDY, List.of("/bin/sh", "-c", "id -u; grep CapEff /proc/self/status"), false);
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).isEqualTo("0\nCapEff:\t0000000000000000\n");
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void shellInsideMayHaveATerminal() throws Exception {
        rig.start(GREEDY, "exec sleep 1000");

        Process shell =
                rig.backend().execute(GREEDY, List.of("/bin/sh", "-c", "[ -t 0 ] && echo 'a terminal'; exit 3"), true);
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).contains("a terminal");
        assertThat(shell.waitFor()).isEqualTo(3);
    }

    @Test
    @OnlyAsRoot
    void nothingIsLeftAfterDestroy() throws Exception {
        rig.start(GREEDY, "echo x > /tmp/x; sleep 1000 & exec sleep 1000");
        Slot slot = rig.slot(GREEDY);
        assertThat(Files.readString(Path.of("/proc/self/mounts")))
                .contains(slot.root().toString());

        rig.backend().destroy(GREEDY);

        assertThat(slot.directory()).doesNotExist();
        assertThat(SandboxNetwork.namespaceFile(slot)).doesNotExist();
        assertThat(Path.of("/sys/class/net", slot.networkInterface(true))).doesNotExist();
        assertThat(ControlGroups.ofThisMachine().exists(slot.controlGroup())).isFalse();
        assertThat(WorkloadFiles.of(rig.settings().home(), GREEDY).directory()).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mounts")))
                .doesNotContain(rig.settings().home() + "/workloads");
        assertThat(Commands.require(List.of("losetup", "-a"))).doesNotContain(directory.toString());
        assertThat(Commands.require(List.of("runc", "--root", rig.settings().home() + "/runc", "list", "-q")))
                .isBlank();
    }

    private int processes() throws Exception {
        if (!SandboxRig.isRoot()) {
            return SlotProcesses.of(rig.slot(GREEDY)).size();
        }
        String group = rig.slot(GREEDY).controlGroup();
        Path unified = Path.of("/sys/fs/cgroup" + group + "/cgroup.procs");
        Path pids = Path.of("/sys/fs/cgroup/pids" + group + "/cgroup.procs");
        return Files.readAllLines(Files.exists(pids) ? pids : unified).size();
    }
}
