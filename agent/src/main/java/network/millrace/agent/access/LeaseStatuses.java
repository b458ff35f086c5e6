package network.millrace.agent.access;

import network.millrace.agent.core.AgentView;
import network.millrace.agent.lease.Exposure;
import network.millrace.agent.lease.Labels;
import network.millrace.agent.lease.LeaseStage;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.access.v1.ServiceStatus;
import network.millrace.protocol.access.v1.WorkloadState;
import network.millrace.protocol.ids.LeaseId;

/** What a tenant reads about its lease. */
final class LeaseStatuses {

    private LeaseStatuses() {}

    static LeaseStatus of(AgentView.LeaseView lease) {
        ServiceStatus service =
                lease.workload().map(workload -> running(lease, workload)).orElseGet(() -> waiting(lease));
        return LeaseStatus.newBuilder()
                .setLease(lease.id().toProto())
                .addServices(service)
                .setReady(lease.stage() == LeaseStage.ACTIVE)
                .build();
    }

    private static ServiceStatus waiting(AgentView.LeaseView lease) {
        boolean hasManifest = lease.hasManifest();
        String last = lease.events().isEmpty() ? "" : lease.events().getLast().getText();
        return ServiceStatus.newBuilder()
                .setName(lease.service())
                .setState(hasManifest ? WorkloadState.PREPARING : WorkloadState.WAITING_FOR_MANIFEST)
                .setText(hasManifest ? last : "waiting for the tenant's manifest")
                .build();
    }

    private static ServiceStatus running(AgentView.LeaseView lease, WorkloadStatus workload) {
        ServiceStatus.Builder status = ServiceStatus.newBuilder()
                .setName(Labels.service(workload))
                .setDigest(workload.imageDigest())
                .setRestarts(workload.restarts());
        String cause = workload.restartCause().isEmpty() ? "" : "; last restart: " + workload.restartCause();
        status.setText(workload.state().sentence() + cause);
        Labels.exposure(workload).ifPresent(port -> status.addUris(path(lease.id(), Labels.service(workload), port)));
        describe(workload, status);
        return status.build();
    }

    /** Relative to the provider's endpoint. */
    private static String path(LeaseId lease, String service, Exposure exposure) {
        return "/leases/" + lease.order() + "/http/" + service + "/" + exposure.externalPort() + "/";
    }

    private static void describe(WorkloadStatus workload, ServiceStatus.Builder status) {
        switch (workload.state()) {
            case network.millrace.agent.workload.WorkloadState.Preparing _ -> status.setState(WorkloadState.PREPARING);
            case network.millrace.agent.workload.WorkloadState.Running running ->
                status.setState(WorkloadState.RUNNING)
                        .setStartedMs(running.startedAt().toEpochMilli());
            case network.millrace.agent.workload.WorkloadState.BackingOff waiting ->
                describe(waiting.exit(), status.setState(WorkloadState.BACKING_OFF));
            case network.millrace.agent.workload.WorkloadState.Exited exited ->
                describe(exited.exit(), status.setState(WorkloadState.EXITED));
            case network.millrace.agent.workload.WorkloadState.Failed _ -> status.setState(WorkloadState.FAILED);
        }
    }

    private static void describe(Exit exit, ServiceStatus.Builder status) {
        status.setExitCode(exit.code()).setOutOfMemory(exit.outOfMemory());
    }
}
