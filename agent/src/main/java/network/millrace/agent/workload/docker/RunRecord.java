package network.millrace.agent.workload.docker;

import java.time.Instant;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.RestartDecision;
import network.millrace.agent.workload.WorkloadState;

/**
 * Where a workload stands, as kept on disk.
 *
 * @param stopping it was asked to stop; whatever ends it, it is not started again
 */
record RunRecord(WorkloadState state, Restarts restarts, boolean stopping) {

    /** @param shortRuns runs in a row that ended too soon */
    record Restarts(int count, int shortRuns, String cause) {
        static final Restarts NONE = new Restarts(0, 0, "");

        Restarts again() {
            return new Restarts(count + 1, shortRuns, cause);
        }
    }

    static RunRecord fresh() {
        return new RunRecord(new WorkloadState.Preparing(), Restarts.NONE, false);
    }

    RunRecord in(WorkloadState next) {
        return new RunRecord(next, restarts, stopping);
    }

    RunRecord with(Restarts next) {
        return new RunRecord(state, next, stopping);
    }

    RunRecord stopped() {
        return new RunRecord(state, restarts, true);
    }

    /** What follows from a run's end by what was decided about it. */
    RunRecord after(Exit exit, RestartDecision decision, Instant now) {
        return switch (decision) {
            case RestartDecision.Again again ->
                with(new Restarts(restarts.count(), restarts.shortRuns(), again.cause()))
                        .in(new WorkloadState.BackingOff(exit, again.at()));
            case RestartDecision.Leave _ -> in(new WorkloadState.Exited(exit));
            case RestartDecision.GiveUp giveUp -> in(new WorkloadState.Failed(giveUp.fault(), now));
        };
    }
}
