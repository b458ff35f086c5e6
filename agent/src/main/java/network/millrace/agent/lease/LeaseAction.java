package network.millrace.agent.lease;

import java.time.Duration;
import java.util.List;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.protocol.market.v1.CloseReason;

/** The one thing that a lease needs next. */
public sealed interface LeaseAction {

    /** Fetch the image of a manifest that shall replace a running one. */
    record Prepare(ImageReference image) implements LeaseAction {}

    record Start(WorkloadSpec spec) implements LeaseAction {}

    /** Stop, destroy and wipe one workload. */
    record Destroy(WorkloadId workload, Duration grace, String why) implements LeaseAction {}

    /** Destroy a workload that has failed, so that it can be started anew; the failure counts. */
    record Clear(WorkloadId workload, WorkloadFault fault) implements LeaseAction {}

    /** Tell the ledger that the workload runs. */
    record ReportReady(List<String> digests) implements LeaseAction {}

    /** End the lease on the ledger with a coded reason. */
    record CloseLease(CloseReason reason, String text) implements LeaseAction {}

    /** Give up the newest manifest and return to the one before. */
    record RollBack(String why) implements LeaseAction {}

    /** The newest manifest runs: the one before is no longer needed. */
    record Settle() implements LeaseAction {}

    /** Draw what the lease has earned. */
    record Withdraw() implements LeaseAction {}

    /** Nothing is left of a closed lease: release what it held. */
    record Forget() implements LeaseAction {}

    /** Nothing now; look again at this time, or when something happens. */
    record Wait(long untilMs) implements LeaseAction {}
}
