package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
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

    private final SandboxMachine machine;
    private final WorkloadFiles files;
    private final WorkloadFiles.Order order;
    private final SandboxShare share;
    private final ContainerRun run;
    private final OutputLog log;
    private final Doors doors = new Doors();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile RunRecord record;
    private volatile boolean gone;

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
        this.run = new ContainerRun(machine, files, order.spec().id());
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

    /** Whether it was destroyed: whoever still holds this object holds nothing. */
    boolean isGone() {
        return gone;
    }

    OutputLog log() {
        return log;
    }

    /** An agent may have died after it wrote down an end and before it removed the container. */
    void removeEnded() throws WorkloadException {
        lock.lock();
        try {
            if (record.state() instanceof WorkloadState.Exited || record.state() instanceof WorkloadState.Failed) {
                run.remove(record.place());
            }
        } catch (IOException e) {
            throw failed("removing the container of workload " + id(), e);
        } finally {
            lock.unlock();
        }
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
            boolean runs = record.state() instanceof WorkloadState.Running;
            if (runs) {
                run.keep(machine.slots().slot(record.place().slot()), spec());
            }
            log.turn(runs);
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
            if (Files.notExists(files.directory())) {
                return;
            }
            files.doom();
            run.remove(record.place());
            share.giveBack(record.place());
            DirectoryTree.delete(files.directory());
            gone = true;
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
        save(record.at(run.create(slot, spec().limits())));
        doors.close();
        run.start(slot, spec());
        save(record.in(new WorkloadState.Running(now(), false)));
    }

    private void relaunch(WorkloadState.BackingOff waiting) throws WorkloadException, IOException {
        RunRecord.Restarts before = record.restarts();
        try {
            launch();
            save(record.with(new RunRecord.Restarts(before.count() + 1, before.shortRuns(), before.cause())));
        } catch (WorkloadException e) {
            run.remove(record.place());
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

    private boolean isDue(WorkloadState.BackingOff waiting) {
        return !waiting.at().isAfter(now());
    }

    /** Sees whether a run has ended, and if so decides what follows. */
    private void observe() throws WorkloadException, IOException {
        if (gone || !(record.state() instanceof WorkloadState.Running running)) {
            return;
        }
        OptionalInt code = run.exitCode(record.place(), LOST);
        if (code.isPresent()) {
            ended(running, code.getAsInt());
        }
    }

    /** Written down in one step before anything is removed: an agent that dies in between does not count the end twice. */
    private void ended(WorkloadState.Running running, int code) throws WorkloadException, IOException {
        Exit exit = exit(code, code != 0 && lackedMemory(), running.startedAt(), run.endedAt());
        RestartHistory history = RestartHistory.after(exit, record.restarts().shortRuns(), spec().restart());
        RestartDecision decision = record.stopping()
                ? new RestartDecision.Leave()
                : spec().restart().decide(history, now());
        RunRecord.Restarts before = record.restarts();
        RunRecord counted = record.with(new RunRecord.Restarts(before.count(), history.shortRuns(), before.cause()));
        save(counted.after(exit, decision, now()));
        run.remove(record.place());
    }

    private boolean lackedMemory() throws IOException {
        if (!share.holds(record.place())) {
            return false;
        }
        Slot slot = machine.slots().slot(record.place().slot());
        return machine.host().limits().lackedMemory(slot);
    }

    private void end(Duration grace, String signal) throws WorkloadException, IOException {
        run.end(record.place(), grace, signal);
        observe();
        if (record.state() instanceof WorkloadState.Running running) {
            ended(running, LOST);
        }
    }

    private Exit exit(int code, boolean killedForMemory, Instant startedAt, Instant at) throws IOException {
        Duration ran = Duration.between(startedAt, at);
        Duration counted = Duration.ofMillis(Math.max(0, ran.toMillis()));
        return new Exit(code, killedForMemory, at, counted, log.lastLines(Exit.LAST_LINES_MAX));
    }

    private WorkloadState withReadiness(WorkloadState.Running running) {
        int slot = record.place().slot();
        boolean open = slot >= 0
                && doors.areOpen(
                        port -> machine.host().network().accepts(machine.slots().slot(slot), port),
                        spec().program().ports(),
                        running.startedAt(),
                        now());
        return new WorkloadState.Running(running.startedAt(), open);
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
