package network.millrace.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.WorkloadState.BackingOff;
import network.millrace.agent.workload.WorkloadState.Exited;
import network.millrace.agent.workload.WorkloadState.Failed;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every backend promises, by the port alone. A backend's own test extends this and says how its programs are written. */
public abstract class WorkloadBackendContract {

    protected static final WorkloadId ONE = new WorkloadId("lease-one");
    protected static final WorkloadId TWO = new WorkloadId("lease-two");
    protected static final int PORT = 8080;

    private static final Map<String, String> LABELS = Map.of("lease", "mill1abc/7/1/1/mill1def", "owner", "mill1abc");
    private static final int PAGE = 100;
    private static final int CONNECT_MS = 5_000;

    /** A question that may have to be asked again until time has passed. */
    @FunctionalInterface
    protected interface Question {
        boolean isTrue() throws Exception;
    }

    protected abstract WorkloadBackend backend();

    /** Loses the agent's memory and opens the backend anew on the same home. */
    protected abstract WorkloadBackend reopen() throws Exception;

    /** Lets time pass until the question is true; fails when it never becomes so. */
    protected abstract void await(Question question) throws Exception;

    /** Prints {@code line}, listens on {@link #PORT}, and runs until it is stopped. */
    protected abstract Program serving(String line);

    /** Prints {@code line} and ends at once. */
    protected abstract Program exiting(int code, String line);

    protected abstract ImageReference missingImage();

    protected abstract Limits limitsBeyondTheMachine();

    /** Overridden where a workload is only played. */
    protected void assertLeadsToTheWorkload(InetSocketAddress address) {
        assertThatCode(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(address, CONNECT_MS);
                    }
                })
                .doesNotThrowAnyException();
    }

    protected static Limits small() {
        return new Limits(500, 64L << 20, 64, 64L << 20);
    }

    protected static WorkloadSpec spec(WorkloadId id, Program program, RestartPolicy restart) {
        return new WorkloadSpec(id, program, small(), restart, LABELS);
    }

    /** Restarts soon, and gives up at the third short run. */
    private static RestartPolicy impatient() {
        Duration wait = Duration.ofMillis(10);
        return new RestartPolicy(RestartPolicy.Mode.ALWAYS, wait, wait, Duration.ofMinutes(1), 3);
    }

    protected WorkloadStatus status(WorkloadId id) throws WorkloadException {
        return backend().inspect(id).orElseThrow();
    }

    private List<String> log(WorkloadId id) throws WorkloadException {
        return backend().logs(id, LogPosition.START, PAGE, Duration.ZERO).lines().stream()
                .map(LogLine::text)
                .toList();
    }

    protected static void assertFault(Class<? extends WorkloadFault> fault, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                .isInstanceOf(fault));
    }

    @Test
    void startedWorkloadBecomesReadyAndIsListed() throws Exception {
        backend().start(spec(ONE, serving("hello"), RestartPolicy.service()));

        await(() -> status(ONE).isReady());

        WorkloadStatus seen = status(ONE);
        assertThat(backend().inspectAll()).extracting(WorkloadStatus::id).containsExactly(ONE);
        assertThat(seen.imageDigest()).matches("sha256:[0-9a-f]{64}");
        assertThat(seen.labels()).isEqualTo(LABELS);
        assertThat(seen.limits()).isEqualTo(small());
        assertThat(seen.restarts()).isZero();
    }

    @Test
    void preparedDigestIsTheOneThatRuns() throws Exception {
        Program program = serving("hello");
        PreparedImage image = backend().prepare(program.image());

        WorkloadStatus started = backend().start(spec(ONE, program, RestartPolicy.service()));

        assertThat(started.imageDigest()).isEqualTo(image.digest());
    }

    @Test
    void startingAgainWithAnEqualSpecificationChangesNothing() throws Exception {
        backend().start(spec(ONE, serving("hello"), RestartPolicy.service()));
        await(() -> status(ONE).isReady());
        WorkloadStatus before = status(ONE);

        WorkloadStatus again = backend().start(spec(ONE, serving("hello"), RestartPolicy.service()));

        assertThat(again).isEqualTo(before);
    }

    @Test
    void startingAnotherUnderTheSameIdIsRefused() throws Exception {
        backend().start(spec(ONE, serving("hello"), RestartPolicy.service()));

        assertFault(WorkloadFault.AlreadyExists.class, () -> backend()
                .start(spec(ONE, serving("other"), RestartPolicy.service())));

        assertThat(status(ONE).spec().program()).isEqualTo(serving("hello"));
    }

    @Test
    void missingImageIsAFaultAndLeavesNothing() throws Exception {
        Program program = new Program(missingImage(), List.of("/bin/true"), List.of(), Map.of(), List.of());

        assertFault(WorkloadFault.ImageMissing.class, () -> backend().prepare(missingImage()));
        assertFault(WorkloadFault.ImageMissing.class, () -> backend().start(spec(ONE, program, RestartPolicy.never())));

        assertThat(backend().inspectAll()).isEmpty();
    }

    @Test
    void limitThatCannotBeEnforcedIsRefusedAndLeavesNothing() throws Exception {
        WorkloadSpec wanted =
                new WorkloadSpec(ONE, serving("hello"), limitsBeyondTheMachine(), RestartPolicy.service(), LABELS);

        assertFault(WorkloadFault.LimitNotEnforceable.class, () -> backend().start(wanted));

        assertThat(backend().inspectAll()).isEmpty();
    }

    @Test
    void exitIsSeenWithItsCodeAndOutput() throws Exception {
        backend().start(spec(ONE, exiting(7, "no luck"), RestartPolicy.never()));

        await(() -> status(ONE).state() instanceof Exited);

        Exit exit = ((Exited) status(ONE).state()).exit();
        assertThat(exit.code()).isEqualTo(7);
        assertThat(exit.outOfMemory()).isFalse();
        assertThat(exit.lastLines()).containsExactly("no luck");
        assertThat(status(ONE).isReady()).isFalse();
    }

    @Test
    void programThatKeepsExitingFailsInTheEnd() throws Exception {
        backend().start(spec(ONE, exiting(3, "cannot start"), impatient()));

        await(() -> status(ONE).state() instanceof Failed);

        Failed failed = (Failed) status(ONE).state();
        assertThat(failed.fault()).isInstanceOfSatisfying(WorkloadFault.ExitedAtOnce.class, fault -> {
            assertThat(fault.exitCode()).isEqualTo(3);
            assertThat(fault.lastLines()).contains("cannot start");
        });
        assertThat(status(ONE).restarts()).isEqualTo(2);
        assertThat(status(ONE).restartCause()).contains("code 3");
        assertThat(log(ONE)).containsExactly("cannot start", "cannot start", "cannot start");
    }

    @Test
    void successIsNotRestartedOnFailureOnly() throws Exception {
        RestartPolicy policy = new RestartPolicy(
                RestartPolicy.Mode.ON_FAILURE, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1), 3);

        backend().start(spec(ONE, exiting(0, "done"), policy));
        await(() -> status(ONE).state() instanceof Exited);

        assertThat(status(ONE).restarts()).isZero();
    }

    @Test
    void stoppedWorkloadStaysWithItsLogAndIsNotRestarted() throws Exception {
        backend().start(spec(ONE, serving("hello"), impatient()));
        await(() -> log(ONE).contains("hello"));

        backend().stop(ONE, Duration.ofSeconds(5));

        assertThat(status(ONE).state()).isInstanceOf(Exited.class);
        assertThat(status(ONE).restarts()).isZero();
        assertThat(log(ONE)).contains("hello");
        assertThat(backend().address(ONE, PORT)).isEmpty();
    }

    @Test
    void stoppingWhileBackingOffEndsIt() throws Exception {
        Duration wait = Duration.ofHours(1);
        RestartPolicy patient = new RestartPolicy(RestartPolicy.Mode.ALWAYS, wait, wait, wait, 5);
        backend().start(spec(ONE, exiting(1, "no"), patient));
        await(() -> status(ONE).state() instanceof BackingOff);

        backend().stop(ONE, Duration.ZERO);

        assertThat(status(ONE).state()).isInstanceOf(Exited.class);
    }

    @Test
    void destroyRemovesOnlyTheNamedWorkload() throws Exception {
        backend().start(spec(ONE, serving("one"), RestartPolicy.service()));
        backend().start(spec(TWO, serving("two"), RestartPolicy.service()));
        await(() -> status(TWO).isReady());

        backend().destroy(ONE);

        assertThat(backend().inspectAll()).extracting(WorkloadStatus::id).containsExactly(TWO);
        assertThat(status(TWO).isReady()).isTrue();
        assertFault(
                WorkloadFault.UnknownWorkload.class, () -> backend().logs(ONE, LogPosition.START, PAGE, Duration.ZERO));
    }

    @Test
    void destroyingTwiceOrTheUnknownIsHarmless() throws Exception {
        backend().start(spec(ONE, serving("one"), RestartPolicy.service()));

        backend().destroy(ONE);
        backend().destroy(ONE);
        backend().destroy(TWO);

        assertThat(backend().inspectAll()).isEmpty();
    }

    @Test
    void idCanBeUsedAgainAfterDestroy() throws Exception {
        backend().start(spec(ONE, exiting(1, "first"), RestartPolicy.never()));
        await(() -> status(ONE).state() instanceof Exited);
        backend().destroy(ONE);

        backend().start(spec(ONE, serving("second"), RestartPolicy.service()));
        await(() -> status(ONE).isReady() && !log(ONE).isEmpty());

        assertThat(log(ONE)).containsExactly("second");
    }

    @Test
    void logGoesOnFromAPosition() throws Exception {
        backend().start(spec(ONE, exiting(0, "line"), impatient()));
        await(() -> log(ONE).size() == 3);

        LogPage first = backend().logs(ONE, LogPosition.START, 2, Duration.ZERO);
        LogPage rest = backend().logs(ONE, first.next(), PAGE, Duration.ZERO);
        LogPage nothing = backend().logs(ONE, rest.next(), PAGE, Duration.ZERO);

        assertThat(first.lines()).extracting(line -> line.position().line()).containsExactly(0L, 1L);
        assertThat(rest.lines()).extracting(line -> line.position().line()).containsExactly(2L);
        assertThat(nothing.lines()).isEmpty();
        assertThat(nothing.next()).isEqualTo(rest.next());
        assertThat(nothing.dropped()).isZero();
    }

    @Test
    void onlyExposedPortsOfReadyWorkloadsHaveAnAddress() throws Exception {
        backend().start(spec(ONE, serving("hello"), RestartPolicy.service()));
        await(() -> status(ONE).isReady());

        assertThat(backend().address(ONE, PORT)).hasValueSatisfying(this::assertLeadsToTheWorkload);
        assertThat(backend().address(ONE, PORT + 1)).isEmpty();
    }

    @Test
    void unknownWorkloadIsToldAsSuch() {
        assertFault(WorkloadFault.UnknownWorkload.class, () -> backend().stop(ONE, Duration.ZERO));
        assertFault(WorkloadFault.UnknownWorkload.class, () -> backend().address(ONE, PORT));
    }

    @Test
    void reopenedBackendAdoptsWhatRuns() throws Exception {
        backend().start(spec(ONE, serving("hello"), RestartPolicy.service()));
        await(() -> status(ONE).isReady());
        WorkloadStatus before = status(ONE);

        WorkloadBackend reopened = reopen();
        await(() -> reopened.inspect(ONE).orElseThrow().isReady() && !log(ONE).isEmpty());

        assertThat(reopened.inspectAll()).containsExactly(before);
        assertThat(log(ONE)).containsExactly("hello");
    }

    @Test
    void reopenedBackendRemembersWhatHasEnded() throws Exception {
        backend().start(spec(ONE, exiting(9, "bye"), RestartPolicy.never()));
        await(() -> status(ONE).state() instanceof Exited);
        WorkloadStatus before = status(ONE);

        assertThat(reopen().inspectAll()).containsExactly(before);
    }
}
