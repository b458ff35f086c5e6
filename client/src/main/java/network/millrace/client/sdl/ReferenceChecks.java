package network.millrace.client.sdl;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Expose;
import network.millrace.client.sdl.Source.Mount;
import network.millrace.client.sdl.Source.Params;
import network.millrace.client.sdl.Source.Placement;
import network.millrace.client.sdl.Source.Recipient;
import network.millrace.client.sdl.Source.Service;
import network.millrace.client.sdl.Source.Target;
import network.millrace.client.sdl.Source.Version;
import network.millrace.client.sdl.Source.Volume;

/** Checks that what a document names exists, and that volumes and endpoints are used as they may be. */
final class ReferenceChecks {
    private static final Pattern ENDPOINT_NAME = Pattern.compile("[a-z][a-z0-9_-]+");
    private static final String KIND_IP = "ip";

    private final Source source;
    private final Set<String> endpointsUsed = new HashSet<>();
    private final Map<String, String> portsUsed = new HashMap<>();

    private ReferenceChecks(Source source) {
        this.source = source;
    }

    static void check(Source source) {
        ReferenceChecks checks = new ReferenceChecks(source);
        source.endpoints().forEach(ReferenceChecks::checkEndpoint);
        source.deployment()
                .forEach((service, targets) ->
                        targets.forEach((placement, target) -> checks.checkTarget(service, placement, target)));
        if (source.deployment().values().stream().allMatch(Map::isEmpty)) {
            source.at().problem("the document deploys nothing: name a service and a placement under deployment");
        }
        checks.checkEndpointsUsed();
    }

    private static void checkEndpoint(String name, YamlValue at) {
        if (!ENDPOINT_NAME.matcher(name).matches()) {
            at.problem("an endpoint's name is a lower-case letter and at least one more of a-z, 0-9, _ or -");
        }
        String kind = ServiceReader.text(at.fields(), "kind");
        if (!kind.equals(KIND_IP)) {
            at.problem("expected kind: ip, came " + (kind.isEmpty() ? "none" : "\"" + kind + "\""));
        }
    }

    private void checkTarget(String serviceName, String placementName, Target target) {
        Service service = source.services().get(serviceName);
        Compute compute = source.computes().get(target.profile());
        Placement placement = source.placements().get(placementName);
        if (service == null) {
            target.at().problem("there is no service named " + serviceName);
        }
        if (compute == null) {
            target.at()
                    .problem(
                            target.profile().isEmpty()
                                    ? "the profile is missing: name one of profiles.compute"
                                    : "there is no compute profile named " + target.profile());
        }
        if (placement == null) {
            target.at().problem("there is no placement profile named " + placementName);
        } else if (compute != null && !placement.pricing().containsKey(target.profile())) {
            placement.at().problem("there is no price for the compute profile " + target.profile());
        }
        if (service != null) {
            service.exposes().forEach(expose -> checkIps(serviceName + "/" + placementName, expose));
        }
        if (service != null && compute != null) {
            checkStorage(service, compute);
        }
    }

    private void checkIps(String user, Expose expose) {
        for (Recipient recipient : expose.recipients()) {
            if (recipient.ip().isEmpty()) {
                continue;
            }
            if (!recipient.global()) {
                recipient.at().problem("an ip needs global: true");
            }
            if (!source.endpoints().containsKey(recipient.ip())) {
                recipient.at().problem("there is no endpoint named " + recipient.ip() + " under endpoints");
            }
            endpointsUsed.add(recipient.ip());
            String port = recipient.ip() + "-" + expose.externalPort() + "-" + expose.protocol();
            String other = portsUsed.putIfAbsent(port, user);
            if (other != null) {
                recipient
                        .at()
                        .problem("port " + expose.externalPort() + " of the endpoint " + recipient.ip()
                                + " is used already by " + other);
            }
        }
    }

    private void checkEndpointsUsed() {
        source.endpoints().forEach((name, at) -> {
            if (!endpointsUsed.contains(name)) {
                at.problem("the endpoint is declared but never used");
            }
        });
    }

    private void checkStorage(Service service, Compute compute) {
        Map<String, Volume> volumes = new HashMap<>();
        compute.volumes().forEach(volume -> volumes.put(volume.name(), volume));
        Map<String, Mount> mounts =
                service.params().map(Params::mounts).map(Map::copyOf).orElse(Map.of());
        Map<String, String> places = new HashMap<>();
        service.params().map(Params::mounts).stream()
                .flatMap(named -> named.entrySet().stream())
                .forEach(mount -> {
                    checkMount(mount.getKey(), mount.getValue(), volumes);
                    String other = places.putIfAbsent(mount.getValue().path(), mount.getKey());
                    if (other != null) {
                        mount.getValue().at().problem("the volume " + other + " is mounted there already");
                    }
                });
        boolean persistent = compute.volumes().stream().anyMatch(Volume::isPersistent);
        // Akash's check of 2.0 mixes up the volumes of a service, so that one mount is enough for all; 2.1 has none.
        if (source.version() == Version.V2_0 && persistent && mounts.isEmpty()) {
            service.at().problem("the profile has a persistent volume; say under params.storage where it is mounted");
        }
    }

    private static void checkMount(String name, Mount mount, Map<String, Volume> volumes) {
        Volume volume = volumes.get(name);
        if (volume == null) {
            mount.at().problem("the compute profile has no volume named " + name);
        } else if (volume.attribute("class").equals(ComputeReader.CLASS_RAM) && mount.readOnly()) {
            mount.at().problem("storage of class ram cannot be read-only");
        }
        if (!mount.path().startsWith("/")) {
            mount.at().problem("mount must be an absolute path; this is \"" + mount.path() + "\"");
        }
    }
}
