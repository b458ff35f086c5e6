package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.RestartDecision;
import network.millrace.agent.workload.RestartHistory;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;

/**
 * One workload: looks at what became of it, writes that down, and acts on it. What is on disk leads; this object may be lost at
 * any moment. Changes are made under its lock; the last record can be read without.
 */
final class Sandbox {

    private static final int LOST = 255;
    private static final int TERMINATED = 143;
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_MS = 20;

    private final SandboxMachine machine;
    private final WorkloadFiles files;
    private final WorkloadFiles.Order order;
    private final SandboxShare share;
    private final OutputLog log;
    private final Doors doors = new Doors();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile RunRecord record;

    private Sandbox(
            SandboxMachine machine,
            SandboxSettings settings,
            WorkloadFiles files,
            WorkloadFiles.Order order,
            RunRecord record) {
        this.machine = machine;
        this.files = files;
        this.order = order;
        this.share = new SandboxShare(machine, settings, files, order.spec());
        this.log = new OutputLog(files, settings.logs());
        this.record = record;
    }

    /** A new workload; nothing of it exists yet. */
    static Sandbox of(SandboxMachine machine, SandboxSettings settings, WorkloadFiles.Order order) {
        WorkloadFiles files = WorkloadFiles.of(settings.home(), order.spec().id());
        return new Sandbox(machine, settings, files, order, RunRecord.fresh());
    }

    /** One that an earlier agent has left. If that agent died while starting it, it is due to be started again. */
    static Sandbox adopt(
            SandboxMachine machine, SandboxSettings settings, WorkloadFiles files, WorkloadFiles.Order order)
            throws IOException {
        RunRecord record = files.record();
        if (record.state() instanceof WorkloadState.Preparing) {
            Instant now = machine.clock().instant();
            Exit never = new Exit(LOST, false, now, Duration.ZERO, List.of());
            record = record.in(new WorkloadState.BackingOff(never, now));
        }
        return new Sandbox(machine, settings, files, order, record);
    }

    WorkloadSpec spec() {
        return order.spec();
    }

    String imageDigest() {
        return order.imageDigest();
    }

    OutputLog log() {
        return log;
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
        WorkloadState state =
                seen.state() instanceof WorkloadState.Running running ? withReadiness(running) : seen.state();
        return new WorkloadStatus(
                order.spec(),
                order.imageDigest(),
                state,
                seen.restarts().count(),
                seen.restarts().cause());
    }

    /** The slot of a running workload, or -1. */
    int runningSlot() {
        RunRecord seen = record;
        return seen.state() instanceof WorkloadState.Running ? seen.place().slot() : -1;
    }

    void create() throws WorkloadException {
        lock.lock();
        try {
            files.create(order);
            launch();
        } catch (IOException e) {
            throw failed("creating workload " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    /** What is due: notices an end, starts again, turns the log. Does nothing while somebody else works on it. */
    void tick() throws WorkloadException {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (files.isDoomed()) {
                return;
            }
            observe();
            if (record.state() instanceof WorkloadState.BackingOff waiting && isDue(waiting)) {
                relaunch(waiting);
            }
            log.turn(record.state() instanceof WorkloadState.Running);
        } catch (IOException e) {
            throw failed("watching workload " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    void stop(Duration grace, String signal) throws WorkloadException {
        lock.lock();
        try {
            save(record.stopped());
            observe();
            switch (record.state()) {
                case WorkloadState.Running _ -> end(grace, signal);
                case WorkloadState.BackingOff waiting -> leave(new WorkloadState.Exited(waiting.exit()));
                case WorkloadState.Preparing _ ->
                    leave(new WorkloadState.Exited(exit(TERMINATED, false, now(), now())));
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
            if (Files.notExists(files.directory())) {
                return;
            }
            files.doom();
            endContainer();
            share.giveBack(record.place());
            DirectoryTree.delete(files.directory());
        } catch (IOException e) {
            throw failed("destroying workload " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    private void launch() throws WorkloadException, IOException {
        Slot slot = share.take(record.place());
        save(record.at(new RunRecord.Place(slot.number(), SandboxMachine.boot(), 0, 0)));
        share.furnish(slot, order.imageDigest());
        machine.containers().delete(id());
        long monitor = machine.containers().create(id(), files);
        long started = SandboxMachine.startOf(monitor);
        save(record.at(new RunRecord.Place(slot.number(), SandboxMachine.boot(), monitor, started)));
        ControlGroups.ofThisMachine().requireApplied(slot.controlGroup(), spec().limits());
        machine.network().connect(slot, Containers.firstProcess(files));
        doors.close();
        machine.containers().start(id());
        save(record.running(now()));
    }

    private void relaunch(WorkloadState.BackingOff waiting) throws WorkloadException, IOException {
        RunRecord.Restarts before = record.restarts();
        try {
            launch();
            save(record.with(new RunRecord.Restarts(before.count() + 1, before.shortRuns(), before.cause())));
        } catch (WorkloadException e) {
            endContainer();
            int shortRuns = before.shortRuns() + 1;
            save(record.with(
                    new RunRecord.Restarts(before.count(), shortRuns, e.fault().sentence())));
            if (shortRuns >= spec().restart().shortRunsMax()) {
                save(record.in(new WorkloadState.Failed(e.fault(), now())));
                return;
            }
            act(waiting.exit(), spec().restart().decide(new RestartHistory(waiting.exit(), shortRuns), now()));
        }
    }

    private boolean isDue(WorkloadState.BackingOff waiting) {
        return !waiting.at().isAfter(now());
    }

    /** Sees whether a run has ended, and if so decides what follows. */
    private void observe() throws WorkloadException, IOException {
        if (!(record.state() instanceof WorkloadState.Running running)) {
            return;
        }
        OptionalInt code = exitCode();
        if (code.isEmpty() && isWatched()) {
            return;
        }
        // The monitor writes the code before it ends, so a look after its end is the last that is needed.
        OptionalInt last = exitCode();
        ended(running, last.orElse(LOST));
    }

    private boolean isWatched() throws IOException {
        return record.place().boot().equals(SandboxMachine.boot()) && SandboxMachine.isAlive(record.place());
    }

    private void ended(WorkloadState.Running running, int code) throws WorkloadException, IOException {
        Exit exit = exit(code, code != 0 && lackedMemory(), running.startedAt(), endedAt());
        endContainer();
        RestartHistory history = RestartHistory.after(exit, record.restarts().shortRuns(), spec().restart());
        RunRecord.Restarts before = record.restarts();
        save(record.with(new RunRecord.Restarts(before.count(), history.shortRuns(), before.cause())));
        RestartDecision decision = record.stopping()
                ? new RestartDecision.Leave()
                : spec().restart().decide(history, now());
        act(exit, decision);
    }

    /** The kernel's count goes with the control group, so it is read before the container is removed. */
    private boolean lackedMemory() throws IOException {
        return share.holds(record.place())
                && ControlGroups.ofThisMachine()
                                .outOfMemoryKills(machine.slots()
                                        .slot(record.place().slot())
                                        .controlGroup())
                        > 0;
    }

    private void act(Exit exit, RestartDecision decision) throws IOException {
        switch (decision) {
            case RestartDecision.Again again -> {
                RunRecord.Restarts before = record.restarts();
                RunRecord next = record.with(new RunRecord.Restarts(before.count(), before.shortRuns(), again.cause()));
                save(next.in(new WorkloadState.BackingOff(exit, again.at())));
            }
            case RestartDecision.Leave _ -> save(record.in(new WorkloadState.Exited(exit)));
            case RestartDecision.GiveUp giveUp -> save(record.in(new WorkloadState.Failed(giveUp.fault(), now())));
        }
    }

    private void end(Duration grace, String signal) throws WorkloadException, IOException {
        machine.containers().signal(id(), signal);
        if (!awaitEnd(grace)) {
            machine.containers().signal(id(), "KILL");
            awaitEnd(KILL_LIMIT);
        }
        observe();
        if (record.state() instanceof WorkloadState.Running running) {
            ended(running, LOST);
        }
    }

    private boolean awaitEnd(Duration limit) throws IOException {
        Instant until = now().plus(limit);
        while (exitCode().isEmpty() && isWatched()) {
            if (!now().isBefore(until)) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Removes the container and waits for its monitor, which would otherwise still write into files about to go. */
    private void endContainer() throws WorkloadException, IOException {
        machine.containers().delete(id());
        Instant until = now().plus(KILL_LIMIT);
        while (isWatched() && now().isBefore(until)) {
            pause();
        }
        if (isWatched()) {
            ProcessHandle.of(record.place().monitor()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void leave(WorkloadState state) throws IOException {
        save(record.in(state));
    }

    private OptionalInt exitCode() throws IOException {
        try {
            String text = Files.readString(exitFile()).strip();
            return text.matches("[0-9]{1,3}") ? OptionalInt.of(Integer.parseInt(text) & 0xff) : OptionalInt.empty();
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        }
    }

    /** The real time of the end, also when no agent was there to see it. */
    private Instant endedAt() throws IOException {
        try {
            return Files.getLastModifiedTime(exitFile()).toInstant();
        } catch (NoSuchFileException e) {
            return now();
        }
    }

    private Exit exit(int code, boolean killedForMemory, Instant startedAt, Instant at) throws IOException {
        Duration ran = Duration.between(startedAt, at);
        Duration counted = ran.isNegative() ? Duration.ZERO : ran;
        return new Exit(code, killedForMemory, at, counted, log.lastLines(Exit.LAST_LINES_MAX));
    }

    private WorkloadState withReadiness(WorkloadState.Running running) {
        int slot = record.place().slot();
        boolean open = slot >= 0
                && doors.areOpen(
                        machine.slots().slot(slot).address(), spec().program().ports(), running.startedAt(), now());
        return new WorkloadState.Running(running.startedAt(), open);
    }

    private Path exitFile() {
        return files.exits().resolve(id().value());
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

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a container's end", e);
        }
    }

    private static WorkloadException failed(String action, IOException cause) {
        return new WorkloadException(
                new WorkloadFault.RuntimeFailed(action, String.valueOf(cause.getMessage())), cause);
    }
}
