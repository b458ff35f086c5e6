package network.millrace.client.sdl;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Expose;
import network.millrace.client.sdl.Source.Placement;
import network.millrace.client.sdl.Source.Recipient;
import network.millrace.client.sdl.Source.Service;
import network.millrace.client.sdl.Source.Target;
import network.millrace.client.sdl.Source.Text;
import network.millrace.protocol.MalformedException;

/** Checks that what a document names exists, and that endpoints are used as they may be. */
final class ReferenceChecks {
    private static final Pattern ENDPOINT_NAME = Pattern.compile("[a-z][a-z0-9_-]+");
    private static final String KIND_IP = "ip";

    private final Source source;
    private final Set<String> endpointsUsed = new HashSet<>();
    private final Map<String, String> portsUsed = new HashMap<>();
    private final Set<String> portsMeant = new HashSet<>();

    private ReferenceChecks(Source source) {
        this.source = source;
    }

    static void check(Source source) {
        ReferenceChecks checks = new ReferenceChecks(source);
        source.endpoints().forEach(ReferenceChecks::checkEndpoint);
        source.deployment().forEach(checks::checkDeployed);
        if (source.deployment().values().stream().allMatch(Map::isEmpty)) {
            source.at()
                    .problem(
                            "the document deploys nothing",
                            "write deployment: {SERVICE: {PLACEMENT: {profile: PROFILE, count: 1}}}");
        }
        checks.checkEndpointsUsed();
        checks.remarkUndeployed();
    }

    private static void checkEndpoint(String name, Text kind) {
        if (!ENDPOINT_NAME.matcher(name).matches()) {
            kind.at()
                    .problem(
                            MalformedException.quote(name)
                                    + " is no name for an endpoint: a lower-case letter and at least one more of a-z, 0-9, _ or -");
        }
        if (!kind.value().equals(KIND_IP)) {
            String came = kind.isEmpty() ? "none" : MalformedException.quote(kind.value());
            kind.at().problem("expected kind: ip, came " + came, "write kind: ip");
        }
    }

    private void checkDeployed(String serviceName, SortedMap<String, Target> targets) {
        Service service = source.services().get(serviceName);
        targets.forEach((placement, target) -> {
            if (service == null) {
                target.at()
                        .parent()
                        .key()
                        .problem(
                                "there is no service " + MalformedException.quote(serviceName),
                                target.at()
                                        .suggestion(
                                                serviceName, source.services().keySet()));
            } else {
                service.exposes().forEach(expose -> checkIps(serviceName + " in " + placement, expose));
            }
            checkTarget(placement, target);
        });
        if (service != null && !targets.isEmpty()) {
            service.exposes().forEach(this::checkRoutes);
        }
    }

    private void checkTarget(String placementName, Target target) {
        String profile = target.profile().value();
        Compute compute = source.computes().get(profile);
        Placement placement = source.placements().get(placementName);
        if (compute == null) {
            String message = profile.isEmpty()
                    ? "the compute profile is missing"
                    : "there is no compute profile " + MalformedException.quote(profile);
            target.profile()
                    .at()
                    .problem(
                            message,
                            target.at().suggestion(profile, source.computes().keySet()));
        }
        if (placement == null) {
            target.at()
                    .key()
                    .problem(
                            "there is no placement profile " + MalformedException.quote(placementName),
                            target.at()
                                    .suggestion(
                                            placementName, source.placements().keySet()));
        } else if (compute != null && !placement.pricing().containsKey(profile)) {
            placement
                    .at()
                    .problem(
                            "there is no price for the compute profile " + MalformedException.quote(profile),
                            "write it below pricing: " + profile + ": {denom: uusd, amount: 1000}");
        }
    }

    /** Where a service opens a port to another one, that one should exist. */
    private void checkRoutes(Expose expose) {
        for (Recipient recipient : expose.recipients()) {
            String name = recipient.service().value();
            if (!name.isEmpty()
                    && source.deployment()
                            .getOrDefault(name, Collections.emptySortedMap())
                            .isEmpty()) {
                recipient
                        .service()
                        .at()
                        .accident(
                                Accident.ROUTE_UNKNOWN,
                                "no service " + MalformedException.quote(name) + " is deployed",
                                recipient
                                        .at()
                                        .suggestion(name, source.deployment().keySet()));
            }
        }
    }

    private void checkIps(String user, Expose expose) {
        for (Recipient recipient : expose.recipients()) {
            String ip = recipient.ip().value();
            if (ip.isEmpty()) {
                continue;
            }
            YamlValue at = recipient.ip().at();
            if (!recipient.global()) {
                recipient.at().problem("an ip needs global: true", "write {global: true, ip: " + ip + "}");
            }
            if (!source.endpoints().containsKey(ip)) {
                at.problem(
                        "there is no endpoint " + MalformedException.quote(ip),
                        at.suggestion(ip, source.endpoints().keySet()));
            }
            endpointsUsed.add(ip);
            checkPortOfIp(user, expose, ip, at);
        }
    }

    /** Akash compares the external port and the protocol as they are written, so that 0 is not 80 and "" not tcp. */
    private void checkPortOfIp(String user, Expose expose, String ip, YamlValue at) {
        long external = expose.externalPort().value();
        String written = ip + "-" + external + "-" + expose.protocol().value();
        String meant = ip + "-" + (external == 0 ? expose.port().value() : external) + "-" + expose.protocolName();
        String other = portsUsed.putIfAbsent(written, user);
        boolean again = !portsMeant.add(meant);
        String message = "this port of the endpoint " + ip + " is taken already";
        if (other != null) {
            at.problem(message + " by " + other, "give it another external port (as)");
        } else if (again) {
            at.accident(Accident.ADDRESS_PORT_TWICE, message, "give it another external port (as)");
        }
    }

    private void checkEndpointsUsed() {
        source.endpoints().forEach((name, kind) -> {
            if (!endpointsUsed.contains(name)) {
                kind.at()
                        .problem(
                                "the endpoint " + MalformedException.quote(name) + " is declared but never used",
                                "write to: [{global: true, ip: " + name + "}], or take it out");
            }
        });
    }

    private void remarkUndeployed() {
        source.services().forEach((name, service) -> {
            SortedMap<String, Target> targets = source.deployment().get(name);
            if (targets == null || targets.isEmpty()) {
                service.at()
                        .key()
                        .remark(
                                "the service " + MalformedException.quote(name) + " is never deployed",
                                "name it under deployment, or take it out");
            }
        });
    }
}
