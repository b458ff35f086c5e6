package network.millrace.agent.lease;

import network.millrace.agent.workload.WorkloadFault;

/**
 * Failed starts of one workload in a row.
 *
 * @param nextMs not before this time is it tried again
 * @param sinceMs when the first of them failed
 */
record Trouble(WorkloadFault fault, int failures, long nextMs, long sinceMs) {

    private static final long WAIT_MIN_MS = 500;
    private static final int DOUBLINGS_MAX = 7;

    static Trouble first(WorkloadFault fault, long nowMs) {
        return new Trouble(fault, 1, nowMs + WAIT_MIN_MS, nowMs);
    }

    Trouble again(WorkloadFault newer, long nowMs) {
        long wait = WAIT_MIN_MS << Math.min(failures, DOUBLINGS_MAX);
        return new Trouble(newer, failures + 1, nowMs + wait, sinceMs);
    }

    boolean isFinal(LeaseTimings timings) {
        return !Faults.mayPass(fault) || failures >= timings.startAttempts();
    }
}
