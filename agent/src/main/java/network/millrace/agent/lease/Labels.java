package network.millrace.agent.lease;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ids.LeaseId;

/**
 * What is written on a workload, so that an agent without any memory of its own knows whose it is and which of its ports are
 * open to whom.
 */
public final class Labels {

    static final String CHAIN = "millrace.chain";
    static final String LEASE = "millrace.lease";
    static final String SERVICE = "millrace.service";
    static final String MANIFEST = "millrace.manifest";
    static final String EXPOSE = "millrace.expose";

    private Labels() {}

    static Map<String, String> of(String chainId, LeaseId lease, String service, String manifest, String expose) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(CHAIN, chainId);
        labels.put(LEASE, lease.toString());
        labels.put(SERVICE, service);
        labels.put(MANIFEST, manifest);
        labels.put(EXPOSE, expose);
        return labels;
    }

    /** The lease a workload belongs to; empty when it is of another network, or not ours at all. */
    public static Optional<LeaseId> lease(WorkloadStatus status, String chainId) {
        String lease = status.labels().getOrDefault(LEASE, "");
        if (lease.isEmpty() || !status.labels().getOrDefault(CHAIN, "").equals(chainId)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LeaseId.parse(lease));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    public static String service(WorkloadStatus status) {
        return status.labels().getOrDefault(SERVICE, "");
    }

    /** Hash of the manifest that the workload runs, in hex. */
    public static String manifest(WorkloadStatus status) {
        return status.labels().getOrDefault(MANIFEST, "");
    }

    public static Optional<Exposure> exposure(WorkloadStatus status) {
        return Exposure.parse(status.labels().getOrDefault(EXPOSE, ""));
    }
}
