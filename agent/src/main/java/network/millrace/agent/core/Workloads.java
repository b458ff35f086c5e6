package network.millrace.agent.core;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import network.millrace.agent.lease.Labels;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.protocol.ids.LeaseId;

/** The workloads as last seen. What the runtime did not tell is not known, and nothing is concluded from it. */
final class Workloads {

    private final AgentIdentity identity;
    private final Set<WorkloadId> touched = new HashSet<>();
    private Map<WorkloadId, WorkloadStatus> seen = new TreeMap<>();
    private Map<WorkloadId, WorkloadStatus> before = new TreeMap<>();
    private boolean known;

    Workloads(AgentIdentity identity) {
        this.identity = identity;
    }

    /** Whether the runtime has ever been inspected: before, absence means nothing. */
    boolean isKnown() {
        return known;
    }

    /** An inspection begins: what changes from here on it may or may not see. */
    void inspecting() {
        touched.clear();
    }

    void inspected(List<WorkloadStatus> all) {
        Map<WorkloadId, WorkloadStatus> fresh = new TreeMap<>();
        all.forEach(status -> fresh.put(status.id(), status));
        touched.forEach(id -> keep(id, fresh));
        before = seen;
        seen = fresh;
        known = true;
    }

    private void keep(WorkloadId id, Map<WorkloadId, WorkloadStatus> fresh) {
        fresh.remove(id);
        find(id).ifPresent(status -> fresh.put(id, status));
    }

    void started(WorkloadStatus status) {
        seen.put(status.id(), status);
        touched.add(status.id());
    }

    void destroyed(WorkloadId workload) {
        seen.remove(workload);
        touched.add(workload);
    }

    /** What the last inspection showed that the one before did not, as sentences for the tenant. */
    List<Change> changes(LeaseId lease) {
        return of(lease).stream()
                .flatMap(now -> Optional.ofNullable(before.get(now.id())).flatMap(then -> change(then, now)).stream())
                .toList();
    }

    /** A change of one workload, for the lease's events. */
    record Change(String kind, String text) {}

    private static Optional<Change> change(WorkloadStatus then, WorkloadStatus now) {
        if (now.restarts() > then.restarts()) {
            return Optional.of(new Change("restarted", "restart " + now.restarts() + ": " + now.restartCause()));
        }
        boolean isOther = then.state().getClass() != now.state().getClass() || then.isReady() != now.isReady();
        return isOther ? Optional.of(new Change(kind(now.state()), now.state().sentence())) : Optional.empty();
    }

    private static String kind(WorkloadState state) {
        return switch (state) {
            case WorkloadState.Preparing _ -> "preparing";
            case WorkloadState.Running _ -> "running";
            case WorkloadState.BackingOff _ -> "backing-off";
            case WorkloadState.Exited _ -> "exited";
            case WorkloadState.Failed _ -> "failed";
        };
    }

    List<WorkloadStatus> of(LeaseId lease) {
        return seen.values().stream()
                .filter(status -> lease(status).filter(lease::equals).isPresent())
                .toList();
    }

    /** Leases of this provider that a workload exists for. */
    List<LeaseId> leases() {
        return seen.values().stream()
                .flatMap(status -> lease(status).stream())
                .distinct()
                .toList();
    }

    Optional<WorkloadStatus> find(WorkloadId workload) {
        return Optional.ofNullable(seen.get(workload));
    }

    private Optional<LeaseId> lease(WorkloadStatus status) {
        return Labels.lease(status, identity.chainId())
                .filter(lease -> lease.provider().equals(identity.provider()));
    }
}
