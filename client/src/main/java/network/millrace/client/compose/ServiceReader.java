package network.millrace.client.compose;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.millrace.client.compose.MountReader.Volume;

/** Reads one service; what has no counterpart is noted. */
final class ServiceReader {
    static final String DEFAULT_NETWORK = "default";

    private static final Set<String> TAKEN = Set.of(
            "image",
            "command",
            "entrypoint",
            "environment",
            "ports",
            "expose",
            "volumes",
            "tmpfs",
            "shm_size",
            "storage_opt",
            "deploy",
            "cpus",
            "mem_limit",
            "mem_reservation",
            "gpus",
            "platform",
            "scale",
            "depends_on",
            "links",
            "networks",
            "container_name",
            "hostname",
            "profiles",
            "restart");
    private static final long COUNT_MAX = 1_000;

    private final String name;
    private final Value at;
    private final Map<String, Value> fields;
    private final Map<String, Value> deploy;
    private final Set<String> names = new LinkedHashSet<>();

    private ServiceReader(String name, Value at) {
        this.name = name;
        this.at = at;
        this.fields = at.fields();
        this.deploy = fields.containsKey("deploy") ? fields.get("deploy").fields() : Map.of();
        this.names.add(name);
    }

    static Service read(
            String name, Value at, Map<String, Volume> volumes, Interpolation interpolation, ComposeOptions options) {
        return new ServiceReader(name, at).read(volumes, interpolation, options);
    }

    private Service read(Map<String, Volume> volumes, Interpolation interpolation, ComposeOptions options) {
        Unsupported.ofService(fields, TAKEN);
        Unsupported.ofDeploy(deploy, Set.of("resources", "replicas", "restart_policy"));
        restart();
        otherNames();
        Set<String> networks = networks();
        return new Service(
                at,
                name,
                names,
                image(options),
                words("entrypoint"),
                words("command"),
                Optional.ofNullable(fields.get("environment"))
                        .map(environment -> EnvironmentReader.read(environment, interpolation))
                        .orElse(new LinkedHashMap<>()),
                PortReader.read(fields),
                MountReader.read(fields, volumes),
                SizeReader.read(at, fields, deploy),
                count(),
                networks,
                needs());
    }

    private String image(ComposeOptions options) {
        String given = options.images().getOrDefault(name, "");
        Value image = fields.get("image");
        String written = image == null ? "" : image.text().strip();
        String chosen = given.isEmpty() ? written : given;
        if (chosen.isEmpty() && fields.containsKey("build")) {
            at.problem("it is built from source: build it, push the image, and name it: --image " + name
                    + "=REGISTRY/NAME:TAG");
        } else if (chosen.isEmpty()) {
            at.problem("there is no image");
        }
        return chosen;
    }

    /** A command line as one text, or its words; empty when the image's own is to be used. */
    private List<String> words(String key) {
        Value value = fields.get(key);
        if (value == null || value.isNull()) {
            return List.of();
        }
        List<String> words = value.isScalar() ? ShellWords.split(value, value.text()) : value.texts();
        if (words.isEmpty()) {
            value.leftOut("SDL cannot take away what the image starts by itself");
        }
        return words;
    }

    private long count() {
        Value replicas = deploy.getOrDefault("replicas", fields.get("scale"));
        if (replicas == null || replicas.isNull()) {
            return 1;
        }
        String text = replicas.text().strip();
        if (!text.matches("[0-9]{1,4}") || Long.parseLong(text) > COUNT_MAX) {
            replicas.problem("expected a number of instances from 0 to " + COUNT_MAX + ", came " + replicas.shown());
            return 1;
        }
        return Long.parseLong(text);
    }

    /** Being started again always is what happens here too. */
    private void restart() {
        Value policy = deploy.get("restart_policy");
        Value condition = policy == null ? null : policy.fields().get("condition");
        for (Value wanted : new Value[] {fields.get("restart"), condition}) {
            if (wanted != null && !Set.of("always", "unless-stopped", "any").contains(wanted.text())) {
                wanted.leftOut("a service that exits is always started again, with a growing wait");
            }
        }
    }

    /** Other hosts find it under these names on your machine; here its own name is the only one. */
    private void otherNames() {
        for (String key : List.of("container_name", "hostname")) {
            Value value = fields.get(key);
            String other = value == null ? "" : value.text().strip();
            if (value != null && names.add(other)) {
                value.changed("other services find it as " + Names.of(name) + " only");
            }
        }
    }

    private Set<String> networks() {
        Value value = fields.get("networks");
        if (value == null || value.isNull()) {
            return Set.of(DEFAULT_NETWORK);
        }
        if (!value.isMapping()) {
            return new LinkedHashSet<>(value.texts());
        }
        Map<String, Value> networks = value.fields();
        networks.values().forEach(this::aliases);
        return new LinkedHashSet<>(networks.keySet());
    }

    private void aliases(Value network) {
        network.fields().forEach((key, value) -> {
            if (key.equals("aliases")) {
                names.addAll(value.texts());
                value.changed("other services find it as " + Names.of(name) + " only");
            } else if (!key.startsWith("x-")) {
                value.leftOut("the provider's network gives addresses");
            }
        });
    }

    private Set<String> needs() {
        Set<String> needs = new LinkedHashSet<>();
        Value dependsOn = fields.get("depends_on");
        if (dependsOn != null && !dependsOn.isNull()) {
            needs.addAll(dependsOn.isMapping() ? dependsOn.fields().keySet() : dependsOn.texts());
            dependsOn.leftOut("all services start together: let the program wait for what it needs");
        }
        Value links = fields.get("links");
        if (links != null) {
            for (Value link : links.elements()) {
                String[] parts = link.text().split(":", 2);
                needs.add(parts[0]);
                if (parts.length == 2 && !parts[1].equals(parts[0])) {
                    link.leftOut("a service has no other names: use " + Names.of(parts[0]) + " instead of " + parts[1]);
                }
            }
        }
        return needs;
    }

    /** The profiles for which it is started; empty when it always is. */
    static List<String> profiles(Value service) {
        Value profiles = service.isMapping() ? service.fields().get("profiles") : null;
        return profiles == null ? List.of() : profiles.texts();
    }
}
