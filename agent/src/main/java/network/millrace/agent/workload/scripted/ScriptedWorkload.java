package network.millrace.agent.workload.scripted;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.RestartDecision;
import network.millrace.agent.workload.RestartHistory;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;

/** One played workload. It changes only in {@link #advance}, which replays everything that fell due since it was last asked. */
final class ScriptedWorkload {

    private static final Duration STEP_MIN = Duration.ofMillis(1);

    private final WorkloadSpec spec;
    private final String digest;
    private final Script script;
    private final ScriptedLog log = new ScriptedLog();
    private WorkloadState state = new WorkloadState.Preparing();
    private Instant changesAt;
    private int restarts;
    private int shortRuns;
    private String restartCause = "";

    ScriptedWorkload(WorkloadSpec spec, String digest, Instant createdAt) {
        this.spec = spec;
        this.digest = digest;
        this.script = Script.of(spec.program());
        this.changesAt = createdAt.plus(script.prepareFor());
    }

    WorkloadSpec spec() {
        return spec;
    }

    ScriptedLog log() {
        return log;
    }

    /** When it next changes by itself. */
    Instant changesAt() {
        return changesAt;
    }

    WorkloadStatus status() {
        return new WorkloadStatus(spec, digest, state, restarts, restartCause);
    }

    void advance(Instant now) {
        while (!changesAt.isAfter(now)) {
            step(changesAt);
        }
    }

    void stop(Instant now) {
        switch (state) {
            case WorkloadState.Running running -> end(exit(running, 143, false, now));
            case WorkloadState.BackingOff waiting -> end(waiting.exit());
            case WorkloadState.Preparing _ -> end(new Exit(143, false, now, Duration.ZERO, List.of()));
            case WorkloadState.Exited _, WorkloadState.Failed _ -> {}
        }
    }

    /** A kill from outside, which the restart policy answers like any other exit. */
    void kill(Instant now) {
        if (state instanceof WorkloadState.Running running) {
            decide(exit(running, 137, false, now), now);
        }
    }

    private void step(Instant at) {
        switch (state) {
            case WorkloadState.Preparing _ -> run(at);
            case WorkloadState.BackingOff _ -> restart(at);
            case WorkloadState.Running running when isReadyDue(running, at) -> becomeReady(running);
            case WorkloadState.Running running -> decide(naturalExit(running, at), at);
            case WorkloadState.Exited _, WorkloadState.Failed _ -> changesAt = Instant.MAX;
        }
    }

    private void restart(Instant at) {
        restarts++;
        run(at);
    }

    private void run(Instant at) {
        log.append(script.log(), at);
        WorkloadState.Running running = new WorkloadState.Running(at, false);
        state = running;
        changesAt = at.plus(min(script.readyAfter(), script.runFor()));
        if (isReadyDue(running, at)) {
            becomeReady(running);
        }
    }

    private boolean isReadyDue(WorkloadState.Running running, Instant at) {
        return !running.ready()
                && script.readyAfter().compareTo(script.runFor()) < 0
                && !at.isBefore(running.startedAt().plus(script.readyAfter()));
    }

    private void becomeReady(WorkloadState.Running running) {
        state = new WorkloadState.Running(running.startedAt(), true);
        changesAt = running.startedAt().plus(script.runFor());
    }

    private Exit naturalExit(WorkloadState.Running running, Instant at) {
        return exit(running, script.ending().exitCode(), script.ending().outOfMemory(), at);
    }

    private Exit exit(WorkloadState.Running running, int code, boolean outOfMemory, Instant at) {
        Duration ran = Duration.between(running.startedAt(), at);
        return new Exit(code, outOfMemory, at, ran, log.lastLines(Exit.LAST_LINES_MAX));
    }

    private void decide(Exit exit, Instant at) {
        RestartHistory history = RestartHistory.after(exit, shortRuns, spec.restart());
        shortRuns = history.shortRuns();
        switch (spec.restart().decide(history, at)) {
            case RestartDecision.Again again -> backOff(exit, again, at);
            case RestartDecision.Leave _ -> end(exit);
            case RestartDecision.GiveUp giveUp -> {
                state = new WorkloadState.Failed(giveUp.fault(), at);
                changesAt = Instant.MAX;
            }
        }
    }

    /** At least a step later, or a script that exits at once without any wait would never let time pass. */
    private void backOff(Exit exit, RestartDecision.Again again, Instant at) {
        restartCause = again.cause();
        state = new WorkloadState.BackingOff(exit, again.at());
        changesAt = again.at().isAfter(at) ? again.at() : at.plus(STEP_MIN);
    }

    private void end(Exit exit) {
        state = new WorkloadState.Exited(exit);
        changesAt = Instant.MAX;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
