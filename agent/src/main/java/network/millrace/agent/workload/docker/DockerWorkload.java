package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.RestartDecision;
import network.millrace.agent.workload.RestartHistory;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;
import org.jspecify.annotations.Nullable;

/**
 * One workload: looks at what became of its container, writes that down, and acts on it. Engine and disk lead; this object may be
 * lost at any moment. Changes are made under its lock; the last record can be read without.
 */
final class DockerWorkload {

    private static final int LOST = 255;
    private static final int TERMINATED = 143;
    private static final Duration REST_OF_OUTPUT = Duration.ofSeconds(10);

    private final DockerMachine machine;
    private final WorkloadFiles files;
    private final WorkloadFiles.Order order;
    private final ProgramContainer container;
    private final KeptOutput output;
    private final Doors doors = new Doors();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile RunRecord record;
    private volatile Map<Integer, InetSocketAddress> addresses = Map.of();
    private volatile @Nullable OutputFollower followerOrNull;
    private volatile boolean gone;

    private DockerWorkload(
            DockerMachine machine,
            WorkloadFiles files,
            WorkloadFiles.Order order,
            KeptOutput output,
            RunRecord record) {
        this.machine = machine;
        this.files = files;
        this.order = order;
        this.container = new ProgramContainer(machine, order);
        this.output = output;
        this.record = record;
    }

    /** A new workload; its files are made, nothing in the engine is yet. */
    static DockerWorkload create(DockerMachine machine, WorkloadFiles.Order order) throws IOException {
        WorkloadFiles files =
                WorkloadFiles.of(machine.settings().home(), order.spec().id());
        files.create(order);
        return of(machine, files, order, RunRecord.fresh());
    }

    /** One that an earlier agent has left. If that agent died while starting it, it is due to be started again. */
    static DockerWorkload adopt(DockerMachine machine, WorkloadFiles files, WorkloadFiles.Order order)
            throws IOException {
        RunRecord record = files.record();
        if (record.state() instanceof WorkloadState.Preparing) {
            Instant now = machine.clock().instant();
            Exit never = new Exit(LOST, false, now, Duration.ZERO, List.of());
            record = record.in(new WorkloadState.BackingOff(never, now));
        }
        return of(machine, files, order, record);
    }

    private static DockerWorkload of(
            DockerMachine machine, WorkloadFiles files, WorkloadFiles.Order order, RunRecord record)
            throws IOException {
        KeptOutput output = KeptOutput.open(files.output(), machine.settings().logs());
        return new DockerWorkload(machine, files, order, output, record);
    }

    WorkloadSpec spec() {
        return order.spec();
    }

    String imageDigest() {
        return order.imageDigest();
    }

    /** Whether it was destroyed: whoever still holds this object holds nothing. */
    boolean isGone() {
        return gone;
    }

    /** Whether a {@link #tick} has something to do, given whether its container was seen running. */
    boolean isDue(boolean running) {
        return switch (record.state()) {
            case WorkloadState.Running _ -> !running || !isFollowed();
            case WorkloadState.BackingOff waiting -> !waiting.at().isAfter(now());
            case WorkloadState.Preparing _, WorkloadState.Exited _, WorkloadState.Failed _ -> false;
        };
    }

    /** Looks first, unless somebody is just changing it: then the last record is as true as it gets. */
    WorkloadStatus status() throws WorkloadException {
        if (lock.tryLock()) {
            try {
                observe();
            } catch (IOException e) {
                throw failed("looking at workload " + id(), e);
            } finally {
                lock.unlock();
            }
        }
        RunRecord seen = record;
        WorkloadState state = seen.state() instanceof WorkloadState.Running running
                ? new WorkloadState.Running(running.startedAt(), isOpen(running))
                : seen.state();
        return new WorkloadStatus(
                order.spec(),
                order.imageDigest(),
                state,
                seen.restarts().count(),
                seen.restarts().cause());
    }

    LogPage page(LogPosition from, int atMost, Duration wait) throws IOException {
        return output.page(from, atMost, wait);
    }

    Optional<InetSocketAddress> address(int port) throws WorkloadException {
        return record.state() instanceof WorkloadState.Running
                ? Optional.ofNullable(addresses().get(port))
                : Optional.empty();
    }

    boolean isRunning() {
        return record.state() instanceof WorkloadState.Running;
    }

    /** The first start of a new workload. */
    void launchFirst() throws WorkloadException {
        lock.lock();
        try {
            if (gone) {
                // Destroyed by somebody else before there was anything to destroy.
                throw new WorkloadException(new WorkloadFault.UnknownWorkload(id()));
            }
            launch();
        } catch (IOException e) {
            throw failed("creating workload " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    /** What is due: notices an end, starts again, goes on copying output. Does nothing while somebody else works on it. */
    void tick() throws WorkloadException {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (gone || files.isDoomed()) {
                return;
            }
            observe();
            switch (record.state()) {
                case WorkloadState.BackingOff waiting when !waiting.at().isAfter(now()) -> relaunch(waiting);
                case WorkloadState.Running _ -> follow();
                case WorkloadState.BackingOff _,
                        WorkloadState.Preparing _,
                        WorkloadState.Exited _,
                        WorkloadState.Failed _ -> {}
            }
        } catch (IOException e) {
            throw failed("watching workload " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Ends a workload that has written more than it may, where the engine does not hold it back. */
    void guardDisk() throws WorkloadException {
        if (!isRunning()) {
            return;
        }
        long used = container.writtenBytes();
        long allowed = spec().limits().diskBytes();
        if (used <= allowed) {
            return;
        }
        lock.lock();
        try {
            if (!gone && isRunning()) {
                container.kill();
                awaitOutput();
                String detail = used + " bytes were written and " + allowed + " are allowed";
                save(record.in(new WorkloadState.Failed(new WorkloadFault.LimitExceeded("diskBytes", detail), now())));
            }
        } catch (IOException e) {
            throw failed("ending workload " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    void stop(Duration grace) throws WorkloadException {
        lock.lock();
        try {
            save(record.stopped());
            observe();
            switch (record.state()) {
                case WorkloadState.Running _ -> end(grace);
                case WorkloadState.BackingOff waiting -> save(record.in(new WorkloadState.Exited(waiting.exit())));
                case WorkloadState.Preparing _ ->
                    save(record.in(new WorkloadState.Exited(exit(TERMINATED, false, now(), now()))));
                case WorkloadState.Exited _, WorkloadState.Failed _ -> {}
            }
        } catch (IOException e) {
            throw failed("stopping workload " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    void destroy() throws WorkloadException {
        lock.lock();
        try {
            if (gone) {
                return;
            }
            files.doom();
            machine.engine().remove(machine.names().program(id()));
            awaitOutput();
            machine.network().remove(id());
            files.delete();
            gone = true;
        } catch (IOException e) {
            throw failed("destroying workload " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Stops watching; waits for what is just being done. */
    void release() {
        lock.lock();
        try {
            gone = true;
            awaitFollower(Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    private void launch() throws WorkloadException, IOException {
        doors.close();
        Instant startedAt = container.start();
        addresses = machine.network().addresses(id());
        save(record.in(new WorkloadState.Running(startedAt, false)));
        follow();
    }

    private void relaunch(WorkloadState.BackingOff waiting) throws WorkloadException, IOException {
        RunRecord.Restarts before = record.restarts();
        try {
            launch();
            save(record.with(before.again()));
        } catch (WorkloadException e) {
            int shortRuns = before.shortRuns() + 1;
            RunRecord failed = record.with(
                    new RunRecord.Restarts(before.count(), shortRuns, e.fault().sentence()));
            boolean last = shortRuns >= spec().restart().shortRunsMax();
            RestartHistory history = new RestartHistory(waiting.exit(), shortRuns);
            save(
                    last
                            ? failed.in(new WorkloadState.Failed(e.fault(), now()))
                            : failed.after(waiting.exit(), spec().restart().decide(history, now()), now()));
        }
    }

    private void follow() {
        if (!isFollowed()) {
            followerOrNull =
                    OutputFollower.start(machine.engine(), machine.names().program(id()), output);
        }
    }

    private boolean isFollowed() {
        OutputFollower follower = followerOrNull;
        return follower != null && !follower.hasEnded();
    }

    private void awaitFollower(Duration longest) {
        OutputFollower follower = followerOrNull;
        if (follower != null) {
            follower.awaitEnd(longest);
        }
    }

    /** Sees whether a run has ended, and if so decides what follows. */
    private void observe() throws WorkloadException, IOException {
        if (gone || !(record.state() instanceof WorkloadState.Running running)) {
            return;
        }
        Optional<InspectContainerResponse> seen = container.look();
        if (seen.isEmpty()) {
            ended(exit(LOST, false, running.startedAt(), now()));
        } else if (!ProgramContainer.isRunning(seen.get())) {
            awaitOutput();
            ended(exitOf(seen.get(), running));
        }
    }

    /** Written down in one step: an agent that dies does not count an end twice. */
    private void ended(Exit exit) throws IOException {
        RestartHistory history = RestartHistory.after(exit, record.restarts().shortRuns(), spec().restart());
        RestartDecision decision = record.stopping()
                ? new RestartDecision.Leave()
                : spec().restart().decide(history, now());
        RunRecord.Restarts before = record.restarts();
        RunRecord counted = record.with(new RunRecord.Restarts(before.count(), history.shortRuns(), before.cause()));
        save(counted.after(exit, decision, now()));
    }

    /** An end that nobody followed, because no agent was there, is followed now: the engine still has the output. */
    private void awaitOutput() {
        if (followerOrNull == null && !files.isDoomed()) {
            follow();
        }
        awaitFollower(REST_OF_OUTPUT);
        followerOrNull = null;
    }

    private void end(Duration grace) throws WorkloadException, IOException {
        container.end(grace);
        observe();
        if (record.state() instanceof WorkloadState.Running running) {
            ended(exit(LOST, false, running.startedAt(), now()));
        }
    }

    private Exit exitOf(InspectContainerResponse seen, WorkloadState.Running running) throws IOException {
        InspectContainerResponse.ContainerState state = seen.getState();
        int code = Math.clamp(Optional.ofNullable(state.getExitCodeLong()).orElse((long) LOST), 0, LOST);
        boolean lackedMemory = code != 0 && Boolean.TRUE.equals(state.getOOMKilled());
        return exit(code, lackedMemory, running.startedAt(), Instant.parse(state.getFinishedAt()));
    }

    private Exit exit(int code, boolean killedForMemory, Instant startedAt, Instant at) throws IOException {
        Duration counted =
                Duration.ofMillis(Math.max(0, Duration.between(startedAt, at).toMillis()));
        return new Exit(code, killedForMemory, at, counted, output.lastLines(Exit.LAST_LINES_MAX));
    }

    private boolean isOpen(WorkloadState.Running running) throws WorkloadException {
        Map<Integer, InetSocketAddress> known = addresses();
        List<Integer> ports = spec().program().ports();
        Collection<InetSocketAddress> wanted =
                ports.stream().filter(known::containsKey).map(known::get).toList();
        return wanted.size() == ports.size() && doors.areOpen(wanted, running.startedAt(), now());
    }

    /** After an agent's restart they are asked for once. */
    private Map<Integer, InetSocketAddress> addresses() throws WorkloadException {
        if (addresses.isEmpty() && !spec().program().ports().isEmpty()) {
            addresses = machine.network().addresses(id());
        }
        return addresses;
    }

    private void save(RunRecord next) throws IOException {
        files.save(next);
        record = next;
    }

    private WorkloadId id() {
        return order.spec().id();
    }

    private Instant now() {
        return machine.clock().instant();
    }

    private static WorkloadException failed(String action, IOException cause) {
        return new WorkloadException(
                new WorkloadFault.RuntimeFailed(action, String.valueOf(cause.getMessage())), cause);
    }
}
