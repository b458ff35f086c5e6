package network.millrace.agent.workload.sandbox;

import java.time.Instant;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.RestartDecision;
import network.millrace.agent.workload.WorkloadState;

/**
 * Where a workload stands, as kept on disk.
 *
 * @param stopping it was asked to stop; whatever ends it, it is not started again
 */
record RunRecord(WorkloadState state, Place place, Restarts restarts, boolean stopping) {

    /**
     * What it holds of this machine.
     *
     * @param slot number of its slot; -1 when it has none
     * @param boot the machine's boot id at that time: after another boot none of this is true any more
     * @param monitor conmon's process id; 0 when there is none
     * @param monitorStart conmon's start in clock ticks since boot, which tells it from a later process of the same id
     */
    record Place(int slot, String boot, long monitor, long monitorStart) {
        static final Place NOWHERE = new Place(-1, "", 0, 0);
    }

    /** @param shortRuns runs in a row that ended too soon */
    record Restarts(int count, int shortRuns, String cause) {
        static final Restarts NONE = new Restarts(0, 0, "");
    }

    static RunRecord fresh() {
        return new RunRecord(new WorkloadState.Preparing(), Place.NOWHERE, Restarts.NONE, false);
    }

    RunRecord in(WorkloadState next) {
        return new RunRecord(next, place, restarts, stopping);
    }

    RunRecord at(Place next) {
        return new RunRecord(state, next, restarts, stopping);
    }

    RunRecord with(Restarts next) {
        return new RunRecord(state, place, next, stopping);
    }

    RunRecord stopped() {
        return new RunRecord(state, place, restarts, true);
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
