package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that die at a bad moment, and what the next one makes of it. */
@SideBySide
class SandboxAdoptionTest {

    private static final WorkloadId ID = new WorkloadId("survivor");

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
            rig.reopen();
            rig.close();
        }
    }

    /** An agent in a process of its own, that starts one workload and waits to be killed. */
    static final class Agent {
        private Agent() {}

        public static void main(String[] arguments) throws Exception {
            SandboxSettings settings =
                    SandboxRig.settings(Path.of(arguments[0]), new SandboxSettings.Logs(1L << 20, 4L << 20));
            SandboxBackend backend = SandboxBackend.open(settings, InstantSource.system());
            backend.start(WorkloadJson.readOrder(arguments[1]).spec());
            Files.writeString(Path.of(arguments[2]), "started");
            new CountDownLatch(1).await();
        }
    }

    private Process agentStarting(String script) throws Exception {
        rig.backend().close();
        Path started = directory.resolve("started");
        String order = WorkloadJson.write(new WorkloadFiles.Order(spec(script), ""));
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Agent.class.getName(),
                        directory.toString(),
                        order,
                        started.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("agent.out").toFile())
                .start();
        SandboxRig.await(() -> Files.exists(started) || !agent.isAlive());
        assertThat(started).as(Files.readString(directory.resolve("agent.out"))).exists();
        return agent;
    }

    private WorkloadSpec spec(String script) {
        return new WorkloadSpec(
                ID,
                rig.shell(script),
                SandboxRig.LIMITS,
                RestartPolicy.never(),
                Map.of("lease", "mill1a/1/1/1/mill1b"));
    }

    @Test
    void workloadOutlivesTheAgentThatStartedIt() throws Exception {
        Process agent = agentStarting("i=0; while true; do echo $i; i=$((i+1)); sleep 0.1; done");
        agent.destroyForcibly().waitFor();
        Instant killed = Instant.now();

        rig.reopen();
        SandboxRig.await(() -> rig.log(ID).size() > 20);

        assertThat(rig.status(ID).labels()).containsEntry("lease", "mill1a/1/1/1/mill1b");
        assertThat(rig.status(ID).restarts()).isZero();
        assertThat(rig.status(ID).state())
                .isInstanceOfSatisfying(WorkloadState.Running.class, running -> assertThat(running.startedAt())
                        .isBefore(killed));
        List<String> log = rig.log(ID);
        assertThat(log).startsWith("0", "1", "2", "3");
        assertThat(log)
                .isEqualTo(IntStream.range(0, log.size())
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void endWhileNoAgentWasThereIsSeenLater() throws Exception {
        Process agent = agentStarting("sleep 1; echo last words; exit 5");
        agent.destroyForcibly().waitFor();
        Path exit = WorkloadFiles.of(rig.settings().home(), ID).exits().resolve(ID.value());
        SandboxRig.await(() -> Files.exists(exit));

        rig.reopen();

        assertThat(rig.status(ID).state()).isInstanceOfSatisfying(WorkloadState.Exited.class, exited -> {
            assertThat(exited.exit().code()).isEqualTo(5);
            assertThat(exited.exit().lastLines()).containsExactly("last words");
        });
    }

    @Test
    void startThatAnAgentDidNotFinishIsFinishedByTheNext() throws Exception {
        String digest = rig.backend().prepare(rig.image()).digest();
        rig.backend().close();
        WorkloadFiles.of(rig.settings().home(), ID)
                .create(new WorkloadFiles.Order(spec("echo here; exec sleep 1000"), digest));

        rig.reopen();
        SandboxRig.await(() -> rig.status(ID).isReady() && !rig.log(ID).isEmpty());

        assertThat(rig.log(ID)).containsExactly("here");
    }

    @Test
    void destructionThatAnAgentDidNotFinishIsFinishedByTheNext() throws Exception {
        rig.backend().start(spec("exec sleep 1000"));
        Slot slot = rig.slot(ID);
        rig.backend().close();
        WorkloadFiles.of(rig.settings().home(), ID).doom();

        rig.reopen();

        assertThat(rig.backend().inspectAll()).isEmpty();
        assertThat(slot.directory()).doesNotExist();
        if (SandboxRig.isRoot()) {
            assertThat(SandboxNetwork.namespaceFile(slot)).doesNotExist();
        }
    }

    @Test
    void workloadOfAnEarlierBootIsStartedAgainOnAFreshDisk() throws Exception {
        WorkloadSpec service = new WorkloadSpec(
                ID,
                rig.shell("ls /tmp; echo mark > /tmp/mark; exec sleep 1000"),
                SandboxRig.LIMITS,
                RestartPolicy.service(),
                Map.of());
        rig.backend().start(service);
        SandboxRig.await(() -> rig.status(ID).isReady());
        WorkloadFiles files = WorkloadFiles.of(rig.settings().home(), ID);
        Slot slot = rig.slot(ID);
        rig.backend().close();

        loseLikeAReboot(files, slot);
        rig.reopen();
        SandboxRig.await(() -> rig.status(ID).restarts() == 1 && rig.status(ID).isReady());

        assertThat(rig.status(ID).restartCause()).contains("exited with code 255");
        assertThat(rig.log(ID)).doesNotContain("mark");
    }

    private static void kill(long process) {
        ProcessHandle.of(process).orElseThrow().destroyForcibly();
    }

    private WorkloadSpec service() {
        RestartPolicy soon = new RestartPolicy(
                RestartPolicy.Mode.ALWAYS, Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMinutes(1), 5);
        return new WorkloadSpec(ID, rig.shell("echo here; exec sleep 1000"), SandboxRig.LIMITS, soon, Map.of());
    }

    @Test
    void killedWorkloadIsStartedAgainAndSaysWhy() throws Exception {
        rig.backend().start(service());
        SandboxRig.await(() -> rig.log(ID).contains("here"));

        kill(Containers.firstProcess(WorkloadFiles.of(rig.settings().home(), ID)));
        SandboxRig.await(() -> rig.status(ID).restarts() == 1 && rig.status(ID).isReady());

        assertThat(rig.status(ID).restartCause())
                .contains("exited with code 137")
                .doesNotContain("memory");
        assertThat(rig.log(ID)).containsExactly("here", "here");
    }

    @Test
    void workloadWhoseMonitorWasKilledIsStartedAgainUnderANewOne() throws Exception {
        rig.backend().start(service());
        WorkloadFiles files = WorkloadFiles.of(rig.settings().home(), ID);
        long program = Containers.firstProcess(files);

        kill(files.record().place().monitor());
        SandboxRig.await(() -> rig.status(ID).restarts() == 1 && rig.status(ID).isReady());

        assertThat(SandboxMachine.startOf(program))
                .as("the unwatched program is gone")
                .isZero();
        assertThat(rig.status(ID).restartCause()).contains("exited with code 255");
    }

    @Test
    void slotOfAHomeThatWasDeletedIsCleanedAndUsedAgain() throws Exception {
        rig.backend().start(spec("exec sleep 1000"));
        Slot slot = rig.slot(ID);
        Path owner = slot.directory().resolve("owner");
        String before = Files.readString(owner);
        long monitor =
                WorkloadFiles.of(rig.settings().home(), ID).record().place().monitor();
        Files.writeString(owner, directory.resolve("deleted").toString());

        WorkloadId next = new WorkloadId("next");
        rig.start(next, "exec sleep 1000");

        assertThat(before).endsWith("/workloads/survivor");
        assertThat(rig.slot(next).number()).isLessThanOrEqualTo(slot.number());
        SandboxRig.await(
                () -> SandboxMachine.startOf(monitor) == 0 || rig.slot(next).number() < slot.number());
    }

    @Test
    void twoAgentsCannotShareAHome() {
        assertThatThrownBy(() -> SandboxBackend.open(rig.settings(), InstantSource.system()))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("another agent uses this home");
    }

    private void loseLikeAReboot(WorkloadFiles files, Slot slot) throws Exception {
        SandboxSettings settings = rig.settings();
        Commands.require(List.of("runc", "--root", settings.home() + "/runc", "delete", "--force", ID.value()));
        SandboxRig.await(() -> Files.exists(files.exits().resolve(ID.value())));
        Files.delete(files.exits().resolve(ID.value()));
        SandboxShare.clean(slot, SandboxHost.of(settings));
        DirectoryTree.delete(slot.directory());
        RunRecord record = files.record();
        RunRecord.Place place = record.place();
        files.save(record.at(new RunRecord.Place(place.slot(), "earlier-boot", place.monitor(), place.monitorStart())));
    }
}
