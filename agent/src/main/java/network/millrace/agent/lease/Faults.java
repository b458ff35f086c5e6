package network.millrace.agent.lease;

import network.millrace.agent.workload.WorkloadFault;
import network.millrace.protocol.market.v1.CloseReason;

/** Whose fault it is when a workload cannot run. */
final class Faults {

    private Faults() {}

    static CloseReason reason(WorkloadFault fault) {
        return switch (fault) {
            // Who chose the registry answers for it: otherwise a tenant could cost every bidder in turn its deposit.
            case WorkloadFault.ImageMissing _, WorkloadFault.ImageUnreachable _ -> CloseReason.IMAGE_MISSING;
            case WorkloadFault.ImageBroken _, WorkloadFault.NotExecutable _ -> CloseReason.WORKLOAD_INVALID;
            case WorkloadFault.ExitedAtOnce _, WorkloadFault.LimitExceeded _ -> CloseReason.WORKLOAD_EXITED;
            case WorkloadFault.LimitNotEnforceable _,
                    WorkloadFault.RuntimeMissing _,
                    WorkloadFault.RuntimeFailed _,
                    WorkloadFault.UnknownWorkload _,
                    WorkloadFault.AlreadyExists _ -> CloseReason.RUNTIME_FAILED;
        };
    }

    /** Whether trying again can help: a machine recovers and a registry comes back, a broken image stays broken. */
    static boolean mayPass(WorkloadFault fault) {
        return switch (fault) {
            case WorkloadFault.ImageMissing _,
                    WorkloadFault.ImageUnreachable _,
                    WorkloadFault.RuntimeMissing _,
                    WorkloadFault.RuntimeFailed _,
                    WorkloadFault.UnknownWorkload _,
                    WorkloadFault.AlreadyExists _ -> true;
            case WorkloadFault.ImageBroken _,
                    WorkloadFault.NotExecutable _,
                    WorkloadFault.ExitedAtOnce _,
                    WorkloadFault.LimitExceeded _,
                    WorkloadFault.LimitNotEnforceable _ -> false;
        };
    }
}
