package network.millrace.agent.workload;

import java.time.Instant;

/** What to do after a run has ended. */
public sealed interface RestartDecision {

    /** Start again at {@code at}; {@code cause} is the sentence shown to the tenant. */
    record Again(Instant at, String cause) implements RestartDecision {}

    /** Leave it ended. */
    record Leave() implements RestartDecision {}

    /** Give up: too many short runs in a row. */
    record GiveUp(WorkloadFault fault) implements RestartDecision {}
}
