package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;

/**
 * Whether a manifest fits the groups on the ledger: the same groups, and of each resource unit exactly what was ordered, no
 * more and no less. Tenant and provider check with the same code.
 */
public final class ManifestCheck {
    private static final String HTTP_PROTOCOL = "TCP";
    private static final int HTTP_PORT = 80;

    private final List<String> differences = new ArrayList<>();

    private ManifestCheck() {}

    /** Every difference as a sentence; empty when the manifest fits. */
    public static List<String> differences(Manifest manifest, List<GroupSpec> groups) {
        ManifestCheck check = new ManifestCheck();
        Map<String, GroupSpec> specs = new TreeMap<>();
        groups.forEach(group -> specs.put(group.getName(), group));
        Set<String> seen = new HashSet<>();
        for (ManifestGroup group : manifest.getGroupsList()) {
            GroupSpec spec = specs.get(group.getName());
            if (!seen.add(group.getName())) {
                check.add("the manifest has the group " + group.getName() + " twice");
            } else if (spec == null) {
                check.add("the manifest has a group " + group.getName() + "; the deployment has only "
                        + String.join(", ", specs.keySet()));
            } else {
                check.checkGroup(group, spec);
            }
        }
        specs.keySet().stream()
                .filter(name -> !seen.contains(name))
                .forEach(name -> check.add("the manifest lacks the group " + name));
        return List.copyOf(check.differences);
    }

    /** As {@link #differences}, for the one group that a lease covers; other groups of the manifest are not looked at. */
    public static List<String> differences(Manifest manifest, GroupSpec group) {
        Manifest.Builder own = Manifest.newBuilder();
        manifest.getGroupsList().stream()
                .filter(candidate -> candidate.getName().equals(group.getName()))
                .forEach(own::addGroups);
        return differences(own.build(), List.of(group));
    }

    private void checkGroup(ManifestGroup group, GroupSpec spec) {
        Map<Integer, ResourceUnit> units = new HashMap<>();
        spec.getResourcesList().forEach(unit -> units.put(unit.getResource().getId(), unit));
        Map<Integer, Long> counts = new HashMap<>();
        Map<Integer, List<Endpoint>> endpoints = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (Service service : group.getServicesList()) {
            String where = group.getName() + "/" + service.getName();
            int id = service.getResources().getId();
            ResourceUnit unit = units.get(id);
            if (!names.add(service.getName())) {
                add("the service " + where + " is there twice");
            }
            if (unit == null) {
                add("the service " + where + " uses resource unit " + id + ", which the group does not have");
                continue;
            }
            checkSizes(where, service.getResources(), unit.getResource());
            checkEndpoints(where, service);
            counts.merge(id, Integer.toUnsignedLong(service.getCount()), Long::sum);
            endpoints
                    .computeIfAbsent(id, key -> new ArrayList<>())
                    .addAll(service.getResources().getEndpointsList());
        }
        for (ResourceUnit unit : spec.getResourcesList()) {
            checkUse(group.getName(), unit, counts, endpoints);
        }
    }

    private void checkSizes(String where, Resources wanted, Resources ordered) {
        if (!wanted.getCpu().equals(ordered.getCpu())) {
            addSize(
                    where,
                    "cpu",
                    text(wanted.getCpu().getUnits()),
                    text(ordered.getCpu().getUnits()));
        }
        if (!wanted.getMemory().equals(ordered.getMemory())) {
            addSize(
                    where,
                    "memory",
                    text(wanted.getMemory().getQuantity()),
                    text(ordered.getMemory().getQuantity()));
        }
        if (!wanted.getGpu().equals(ordered.getGpu())) {
            addSize(
                    where,
                    "gpu",
                    text(wanted.getGpu().getUnits()),
                    text(ordered.getGpu().getUnits()));
        }
        if (!wanted.getStorageList().equals(ordered.getStorageList())) {
            addSize(
                    where,
                    "storage",
                    wanted.getStorageCount() + " volume(s)",
                    ordered.getStorageCount() + " volume(s)");
        }
    }

    private static String text(ResourceValue value) {
        return value.getVal().toStringUtf8();
    }

    private void addSize(String where, String resource, String wanted, String ordered) {
        String what = wanted.equals(ordered)
                ? "differ in attributes or sizes"
                : wanted + " instead of the " + ordered + " ordered";
        add("the service " + where + " has other " + resource + " than was ordered: " + what);
    }

    /** The endpoints of a service must be those its exposes make. */
    private void checkEndpoints(String where, Service service) {
        List<Endpoint> made = new ArrayList<>();
        service.getExposeList().forEach(expose -> made.addAll(endpoints(expose)));
        if (!sorted(made).equals(sorted(service.getResources().getEndpointsList()))) {
            add("the service " + where + " exposes other ports than its resources name");
        }
    }

    private static List<Endpoint> endpoints(ServiceExpose expose) {
        List<Endpoint> endpoints = new ArrayList<>();
        if (expose.getGlobal()) {
            int external = expose.getExternalPort() == 0 ? expose.getPort() : expose.getExternalPort();
            boolean http = expose.getProto().equals(HTTP_PROTOCOL) && external == HTTP_PORT;
            endpoints.add(Endpoint.newBuilder()
                    .setKind(http ? Endpoint.Kind.SHARED_HTTP : Endpoint.Kind.RANDOM_PORT)
                    .build());
            if (!expose.getIp().isEmpty()) {
                endpoints.add(Endpoint.newBuilder()
                        .setKind(Endpoint.Kind.LEASED_IP)
                        .setSequenceNumber(expose.getEndpointSequenceNumber())
                        .build());
            }
        }
        return endpoints;
    }

    private void checkUse(
            String group, ResourceUnit unit, Map<Integer, Long> counts, Map<Integer, List<Endpoint>> endpoints) {
        int id = unit.getResource().getId();
        long ordered = Integer.toUnsignedLong(unit.getCount());
        long used = counts.getOrDefault(id, 0L);
        if (used != ordered) {
            add("the services of group " + group + " use resource unit " + id + " " + used + " time(s); ordered were "
                    + ordered);
        }
        List<Endpoint> wanted = sorted(endpoints.getOrDefault(id, List.of()));
        if (!wanted.equals(sorted(unit.getResource().getEndpointsList()))) {
            add("the services of group " + group + " have " + wanted.size() + " endpoint(s) on resource unit " + id
                    + "; ordered were " + unit.getResource().getEndpointsCount() + ", or others");
        }
    }

    private static List<Endpoint> sorted(List<Endpoint> endpoints) {
        return endpoints.stream()
                .sorted(Comparator.comparingInt(Endpoint::getKindValue).thenComparingInt(Endpoint::getSequenceNumber))
                .toList();
    }

    private void add(String difference) {
        differences.add(difference);
    }
}
