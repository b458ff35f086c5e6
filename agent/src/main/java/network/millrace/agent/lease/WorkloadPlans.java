package network.millrace.agent.lease;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.agent.inventory.GroupNeeds;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.manifest.v1.HttpOptions;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;

/**
 * Turns a manifest's group into what the runtime starts: one service, one instance, at most one TCP port out.
 *
 * @param processesMax processes and threads of one workload
 */
public record WorkloadPlans(String chainId, int processesMax) {

    private static final long CPU_MIN = 10;
    private static final long MEMORY_MIN = 4L << 20;
    private static final long DISK_MIN = 8L << 20;
    private static final long BODY_DEFAULT = 1L << 20;
    private static final long BODY_MAX = 100L << 20;
    private static final int TIMEOUT_DEFAULT_MS = 60_000;
    private static final int HTTP_PORT = 80;

    /**
     * @param manifest hash of the whole manifest
     * @throws ManifestRefusal when the service is not of a shape that this provider runs, saying what to change
     */
    public WorkloadSpec plan(LeaseId lease, ManifestGroup group, Hash manifest) throws ManifestRefusal {
        Service service = onlyService(group);
        Optional<Exposure> exposure = exposure(service);
        try {
            Program program = new Program(
                    ImageReference.parse(service.getImage()),
                    service.getCommandList(),
                    service.getArgsList(),
                    environment(lease, service.getEnvList()),
                    exposure.map(one -> List.of(one.port())).orElse(List.of()));
            return new WorkloadSpec(
                    id(lease, manifest),
                    program,
                    limits(service.getResources()),
                    RestartPolicy.service(),
                    Labels.of(
                            chainId,
                            lease,
                            service.getName(),
                            manifest.hex(),
                            exposure.map(Exposure::text).orElse("")));
        } catch (IllegalArgumentException e) {
            throw new ManifestRefusal("service " + service.getName() + " cannot be run: " + e.getMessage());
        }
    }

    /** A name for lease and manifest together, so that a new manifest is a new workload beside the old one. */
    private static WorkloadId id(LeaseId lease, Hash manifest) {
        String owner =
                Hash.sha256(lease.toString().getBytes(StandardCharsets.UTF_8)).hex();
        return new WorkloadId(
                "lease-" + owner.substring(0, 20) + "-" + manifest.hex().substring(0, 12));
    }

    private static Service onlyService(ManifestGroup group) throws ManifestRefusal {
        if (group.getServicesCount() != 1) {
            throw new ManifestRefusal("this provider runs one service per lease, and group " + group.getName() + " has "
                    + group.getServicesCount() + "; put each service into a placement group of its own");
        }
        Service service = group.getServices(0);
        if (service.getCount() != 1) {
            throw new ManifestRefusal("this provider runs one instance per lease, and service " + service.getName()
                    + " asks for " + Integer.toUnsignedString(service.getCount()) + "; set count: 1");
        }
        if (service.hasCredentials()) {
            throw new ManifestRefusal("this provider fetches images without credentials; remove them from service "
                    + service.getName() + " and use a public image, or another provider");
        }
        if (service.getParams().getStorageCount() > 0) {
            throw new ManifestRefusal("this provider mounts no volumes; remove params.storage from service "
                    + service.getName() + ": its own disk is writable");
        }
        return service;
    }

    private static Optional<Exposure> exposure(Service service) throws ManifestRefusal {
        List<ServiceExpose> out = service.getExposeList();
        if (out.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> ports =
                out.stream().map(ServiceExpose::getPort).distinct().toList();
        if (ports.size() > 1) {
            throw new ManifestRefusal("this provider opens one port per lease, and service " + service.getName()
                    + " exposes " + ports + "; expose one");
        }
        ServiceExpose expose =
                out.stream().filter(ServiceExpose::getGlobal).findFirst().orElse(out.getFirst());
        if (!expose.getProto().isEmpty() && !expose.getProto().equalsIgnoreCase("tcp")) {
            throw new ManifestRefusal("this provider leads HTTP over TCP to a workload, and service "
                    + service.getName() + " exposes " + expose.getProto() + "; use tcp");
        }
        return Optional.of(exposure(expose));
    }

    private static Exposure exposure(ServiceExpose expose) {
        HttpOptions options = expose.getHttpOptions();
        long body = Integer.toUnsignedLong(options.getMaxBodySize());
        int timeout = options.getReadTimeout();
        int external = expose.getExternalPort() == 0 ? expose.getPort() : expose.getExternalPort();
        return new Exposure(
                expose.getPort(),
                external == 0 ? HTTP_PORT : external,
                expose.getGlobal(),
                body == 0 ? BODY_DEFAULT : Math.min(body, BODY_MAX),
                timeout <= 0 ? TIMEOUT_DEFAULT_MS : Math.min(timeout, TIMEOUT_DEFAULT_MS));
    }

    /** The tenant's variables; ours say whose workload it is and never replace one of the tenant's. */
    private static Map<String, String> environment(LeaseId lease, List<String> assignments) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("MILLRACE_OWNER", lease.owner().toString());
        environment.put("MILLRACE_PROVIDER", lease.provider().toString());
        environment.put("MILLRACE_DEPLOYMENT_SEQUENCE", Long.toUnsignedString(lease.dseq()));
        environment.put("MILLRACE_GROUP_SEQUENCE", Integer.toString(lease.gseq()));
        environment.put("MILLRACE_ORDER_SEQUENCE", Integer.toString(lease.oseq()));
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String name = equals < 0 ? assignment : assignment.substring(0, equals);
            environment.put(name, equals < 0 ? "" : assignment.substring(equals + 1));
        }
        return environment;
    }

    private Limits limits(Resources resources) {
        long disk = 0;
        for (Storage volume : resources.getStorageList()) {
            disk = Math.addExact(disk, GroupNeeds.amount("storage", volume.getQuantity()));
        }
        return new Limits(
                Math.max(CPU_MIN, GroupNeeds.amount("cpu", resources.getCpu().getUnits())),
                Math.max(
                        MEMORY_MIN,
                        GroupNeeds.amount("memory", resources.getMemory().getQuantity())),
                processesMax,
                Math.max(DISK_MIN, disk));
    }
}
