package network.millrace.client.sdl;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Source.Credentials;
import network.millrace.client.sdl.Source.Expose;
import network.millrace.client.sdl.Source.HttpOptions;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.client.sdl.Source.Service;
import network.millrace.client.sdl.Source.Target;
import network.millrace.client.sdl.Source.Version;
import network.millrace.client.sdl.Source.Words;
import network.millrace.protocol.MalformedException;

/** Checks names, environment, ports, hosts and credentials of the services that are deployed. */
final class ServiceChecks {
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern ENV_NAME = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");
    private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP");
    private static final long PORT_MAX = 65_535;

    private static final long BODY_MAX = 100 << 20;
    private static final long TIMEOUT_MAX_MS = 60_000;
    private static final long BUFFER_MAX = 1 << 20;
    private static final String OFF = "off";
    private static final Set<String> CASES =
            Set.of("error", "timeout", "500", "502", "503", "504", "403", "404", "429", OFF);

    private final Source source;
    private final Set<String> hosts = new HashSet<>();

    private ServiceChecks(Source source) {
        this.source = source;
    }

    static void check(Source source) {
        ServiceChecks checks = new ServiceChecks(source);
        source.deployment().forEach(checks::checkDeployed);
        boolean reachable = source.deployment().entrySet().stream()
                .filter(deployed -> !deployed.getValue().isEmpty())
                .map(deployed -> source.services().get(deployed.getKey()))
                .anyMatch(service -> service == null
                        || service.exposes().stream()
                                .flatMap(expose -> expose.recipients().stream())
                                .anyMatch(recipient -> recipient.global()));
        if (!reachable && source.deployment().values().stream().anyMatch(targets -> !targets.isEmpty())) {
            source.at()
                    .problem(
                            "nothing can be reached from outside",
                            "write expose: [{port: 80, to: [{global: true}]}] below a service");
        }
    }

    private void checkDeployed(String name, SortedMap<String, Target> targets) {
        Service service = source.services().get(name);
        if (service == null || targets.isEmpty()) {
            return;
        }
        if (!SERVICE_NAME.matcher(name).matches()) {
            service.at()
                    .key()
                    .problem(
                            MalformedException.quote(name)
                                    + " is no name for a service: lower-case letters, digits and hyphens, a letter first and no hyphen last",
                            "");
        }
        if (service.image().isEmpty()) {
            service.image().at().problem("the image is missing", "write image: nginx:1.27");
        }
        service.env().forEach(ServiceChecks::checkEnv);
        for (Expose expose : service.exposes()) {
            checkExpose(expose);
            checkHosts(expose, targets.size());
        }
        service.credentials().ifPresent(this::checkCredentials);
    }

    private static void checkEnv(YamlValue at, String variable) {
        int equals = variable.indexOf('=');
        String name = equals < 0 ? variable : variable.substring(0, equals);
        if (!ENV_NAME.matcher(name).matches() || name.equals(".") || name.startsWith("..")) {
            at.problem(MalformedException.quote(name) + " is no name for an environment variable", "write NAME=value");
        }
        boolean hasValue = variable.length() > name.length() + 1;
        if (hasValue && SecretNames.isOne(name)) {
            at.remark(
                    name + " looks like a secret: the provider can read it, and its value goes into the public hash",
                    "give the program its secrets over a channel of its own");
        }
    }

    private static void checkExpose(Expose expose) {
        Quantity port = expose.port();
        if (port.isRead() && (port.value() < 1 || port.value() > PORT_MAX)) {
            port.at().problem("port must be from 1 to " + PORT_MAX + "; this is " + port.value());
        }
        if (expose.externalPort().value() > PORT_MAX) {
            expose.externalPort()
                    .at()
                    .accident(
                            Accident.PORT_EXTERNAL,
                            "as must be from 1 to " + PORT_MAX + "; this is "
                                    + expose.externalPort().value(),
                            "");
        }
        if (!PROTOCOLS.contains(expose.protocolName())) {
            expose.protocol()
                    .at()
                    .problem(
                            "proto must be tcp or udp; this is "
                                    + MalformedException.quote(expose.protocol().value()),
                            "write tcp");
        }
        checkHttp(expose.http());
    }

    private static void checkHttp(HttpOptions http) {
        checkMost(http.maxBodySize(), BODY_MAX, "bytes");
        checkMost(http.readTimeout(), TIMEOUT_MAX_MS, "ms");
        checkMost(http.sendTimeout(), TIMEOUT_MAX_MS, "ms");
        checkMost(http.proxyBufferSize(), BUFFER_MAX, "bytes");
        Words cases = http.nextCases();
        cases.forEach((at, name) -> {
            if (!CASES.contains(name)) {
                at.problem(
                        MalformedException.quote(name) + " is no case in which to ask the next instance",
                        at.suggestion(name, CASES));
            }
        });
        if (cases.list().contains(OFF) && cases.list().size() > 1) {
            cases.at().problem("\"off\" must stand alone", "take the other cases out, or off");
        }
    }

    private static void checkMost(Quantity quantity, long most, String unit) {
        if (quantity.value() > most) {
            quantity.at().problem("at most " + most + " " + unit + "; this is " + quantity.value());
        }
    }

    /** A host is counted for each recipient of the port and in each placement, as it stands in the manifest. */
    private void checkHosts(Expose expose, int placements) {
        int times = placements * Math.max(1, expose.recipients().size());
        expose.hosts().forEach((at, host) -> {
            if (!Hosts.isName(host)) {
                at.problem(
                        "accept takes host names in lower case, without port or wildcard; this is "
                                + MalformedException.quote(host),
                        "");
            } else if (!hosts.add(host)) {
                at.problem("the host " + host + " is accepted in two places", "name it once");
            } else if (times > 1) {
                at.problem(
                        "the host " + host + " is accepted " + times + " times: once for each recipient of the"
                                + " port in each placement",
                        "give a port with hosts one recipient and its service one placement");
            }
        });
    }

    private void checkCredentials(Credentials credentials) {
        List<String> needed = List.of(credentials.host(), credentials.username(), credentials.password());
        if (needed.stream().anyMatch(text -> Blanks.trim(text).isEmpty())) {
            credentials.at().problem("credentials need a host, a username and a password", "");
        } else if (source.version() == Version.V2_0
                && needed.stream().anyMatch(text -> !Blanks.trim(text).equals(text))) {
            credentials
                    .at()
                    .accident(
                            Accident.CREDENTIALS_AS_WRITTEN,
                            "there are blanks around the credentials",
                            "take them out");
        }
    }
}
