package network.millrace.agent.workload.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadBackendContract;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadState;
import org.junit.jupiter.api.Test;

class ScriptedBackendTest extends WorkloadBackendContract {

    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");
    private static final ImageReference IMAGE = ImageReference.parse("registry.test/app:1");
    private static final Limits MACHINE = new Limits(4_000, 8L << 30, 1_000, 100L << 30);

    private final ScriptedMachine machine = new ScriptedMachine(MACHINE);
    private Instant now = BEGIN;
    private final InstantSource clock = () -> now;
    private WorkloadBackend backend = new ScriptedBackend(machine, clock);

    @Override
    protected WorkloadBackend backend() {
        return backend;
    }

    @Override
    protected WorkloadBackend reopen() {
        backend = new ScriptedBackend(machine, clock);
        return backend;
    }

    @Override
    protected void await(Question question) throws Exception {
        for (int step = 0; step < 1_000 && !question.isTrue(); step++) {
            now = now.plusMillis(10);
        }
        assertThat(question.isTrue())
                .as("became true within 10 s of virtual time")
                .isTrue();
    }

    @Override
    protected Program serving(String line) {
        return program(Map.of("SCRIPT_LOG", line, "SCRIPT_READY_AFTER_MS", "500"));
    }

    @Override
    protected Program exiting(int code, String line) {
        return program(Map.of("SCRIPT_LOG", line, "SCRIPT_RUN_FOR_MS", "20", "SCRIPT_EXIT_CODE", "" + code));
    }

    @Override
    protected ImageReference missingImage() {
        return ImageReference.parse("registry.test/missing:1");
    }

    @Override
    protected Limits limitsBeyondTheMachine() {
        return new Limits(500, 16L << 30, 64, 64L << 20);
    }

    @Override
    protected void assertLeadsToTheWorkload(InetSocketAddress address) {
        assertThat(address.getPort()).isEqualTo(PORT);
    }

    private static Program program(Map<String, String> environment) {
        return new Program(IMAGE, List.of(), List.of(), environment, List.of(PORT));
    }

    @Test
    void neverReadyStaysUnready() throws Exception {
        backend.start(spec(ONE, program(Map.of("SCRIPT_READY_AFTER_MS", "never")), RestartPolicy.service()));

        now = now.plus(Duration.ofDays(365));

        assertThat(status(ONE).state()).isEqualTo(new WorkloadState.Running(BEGIN, false));
    }

    @Test
    void whatFellDueWhileNobodyAskedIsReplayedAtItsOwnTimes() throws Exception {
        Duration wait = Duration.ofSeconds(10);
        RestartPolicy policy = new RestartPolicy(RestartPolicy.Mode.ALWAYS, wait, wait, Duration.ofSeconds(5), 3);
        backend.start(spec(ONE, program(Map.of("SCRIPT_RUN_FOR_MS", "50000")), policy));

        now = BEGIN.plusSeconds(600);

        assertThat(status(ONE).restarts()).isEqualTo(10);
        assertThat(status(ONE).state()).isEqualTo(new WorkloadState.Running(BEGIN.plusSeconds(600), true));
    }

    @Test
    void preparingTakesItsTime() throws Exception {
        backend.start(spec(ONE, program(Map.of("SCRIPT_PREPARE_MS", "3000")), RestartPolicy.service()));
        assertThat(status(ONE).state()).isInstanceOf(WorkloadState.Preparing.class);

        now = BEGIN.plusSeconds(4);

        assertThat(status(ONE).state()).isEqualTo(new WorkloadState.Running(BEGIN.plusSeconds(3), true));
    }

    @Test
    void outOfMemoryIsScripted() throws Exception {
        Map<String, String> script = Map.of("SCRIPT_RUN_FOR_MS", "10", "SCRIPT_OUT_OF_MEMORY", "true");
        backend.start(spec(ONE, program(script), RestartPolicy.never()));

        now = BEGIN.plusSeconds(1);

        assertThat(status(ONE).state()).isInstanceOfSatisfying(WorkloadState.Exited.class, exited -> {
            assertThat(exited.exit().code()).isEqualTo(137);
            assertThat(exited.exit().outOfMemory()).isTrue();
        });
    }

    @Test
    void startFailsAsScripted() {
        Program program = program(Map.of("SCRIPT_FAIL_START", "not-executable"));

        assertFault(WorkloadFault.NotExecutable.class, () -> backend.start(spec(ONE, program, RestartPolicy.never())));
    }

    @Test
    void killedFromOutsideIsRestarted() throws Exception {
        backend.start(spec(ONE, serving("hello"), RestartPolicy.service()));
        now = BEGIN.plusSeconds(5);

        machine.kill(ONE, now);
        assertThat(status(ONE).state()).isInstanceOf(WorkloadState.BackingOff.class);
        now = now.plusSeconds(2);

        assertThat(status(ONE).isReady()).isTrue();
        assertThat(status(ONE).restarts()).isEqualTo(1);
    }

    @Test
    void machineTellsWhenSomethingChanges() throws Exception {
        assertThat(machine.nextChange()).isEmpty();

        backend.start(spec(ONE, program(Map.of("SCRIPT_READY_AFTER_MS", "700")), RestartPolicy.service()));

        assertThat(machine.nextChange()).contains(BEGIN.plusMillis(700));
    }
}
