package network.millrace.agent.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.agent.bidding.Refusals;
import network.millrace.agent.inventory.Inventory;
import network.millrace.agent.lease.LeaseStage;
import network.millrace.agent.lease.LeaseWork;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.protocol.access.v1.WorkloadEvent;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;

/**
 * What outsiders may look at, at one moment.
 *
 * @param height newest block taken in
 * @param paused why it does not bid; empty = it bids
 * @param refusals newest reasons for not bidding, newest last
 */
public record AgentView(
        long height,
        Inventory inventory,
        Map<LeaseId, LeaseView> leases,
        String paused,
        List<Refusals.Refusal> refusals) {

    /**
     * One lease.
     *
     * @param takesManifests whether it is open and its wanted manifest known
     * @param service name of its service; the group's name until a manifest says it
     * @param workloads as last seen; two for a moment while one manifest replaces another
     */
    public record LeaseView(
            LeaseId id,
            LeaseStage stage,
            boolean takesManifests,
            String service,
            boolean hasManifest,
            List<WorkloadStatus> workloads,
            List<WorkloadEvent> events) {

        /** The workload that runs, or ran last. */
        public Optional<WorkloadStatus> workload() {
            return workloads.isEmpty() ? Optional.empty() : Optional.of(workloads.getLast());
        }
    }

    public Optional<LeaseView> lease(LeaseId id) {
        return Optional.ofNullable(leases.get(id));
    }

    /** Whether there is a lease of the deployment that may still take a manifest. */
    public boolean takesManifests(DeploymentId deployment) {
        return leases.values().stream()
                .anyMatch(lease -> lease.takesManifests()
                        && lease.id().order().deployment().equals(deployment));
    }

    static AgentView of(long height, Inventory inventory, OrderDesk orders, LeaseDesk leases, Workloads workloads) {
        Map<LeaseId, LeaseView> views = new LinkedHashMap<>();
        leases.leases().forEach((id, lease) -> views.put(id, view(lease, workloads)));
        return new AgentView(
                height, inventory, views, orders.paused(), orders.refusals().all());
    }

    private static LeaseView view(LeaseWork lease, Workloads workloads) {
        return new LeaseView(
                lease.id(),
                lease.stage(),
                lease.takesManifests(),
                lease.serviceName(),
                lease.newest().isPresent(),
                workloads.of(lease.id()),
                lease.events().from(0));
    }
}
