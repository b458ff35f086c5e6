package network.millrace.client.compose;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.millrace.client.compose.MountReader.Volume;
import network.millrace.protocol.MalformedException;

/** Reads the whole file: its services with all that they name. */
final class FileReader {
    private static final Set<String> TAKEN = Set.of("version", "name", "services", "volumes", "networks");
    /** What only an SDL document has at the top. */
    private static final Set<String> SDL = Set.of("profiles", "deployment");

    private static final int SERVICES_MAX = 100;

    private final Value root;
    private final Map<String, Value> fields;
    private final Interpolation interpolation;
    private final ComposeOptions options;

    private FileReader(Value root, Interpolation interpolation, ComposeOptions options) {
        this.root = root;
        this.fields = root.fields();
        this.interpolation = interpolation;
        this.options = options;
    }

    static List<Service> read(Value root, Interpolation interpolation, ComposeOptions options) {
        return new FileReader(root, interpolation, options).read();
    }

    private List<Service> read() {
        if (fields.keySet().containsAll(SDL)) {
            root.problem("this is an SDL document already: millrace sdl check reads it");
            return List.of();
        }
        Unsupported.ofFile(fields, TAKEN);
        Map<String, Volume> volumes = volumes();
        Set<String> networks = networks();
        Map<String, Value> declared = section("services");
        if (declared.isEmpty()) {
            root.problem("there are no services: this is no compose file");
        }
        if (declared.size() > SERVICES_MAX) {
            root.problem("expected at most " + SERVICES_MAX + " services, came " + declared.size());
            return List.of();
        }
        Map<String, Service> services = new LinkedHashMap<>();
        declared.forEach((name, at) -> {
            List<String> profiles = ServiceReader.profiles(at);
            if (profiles.isEmpty()) {
                services.put(name, ServiceReader.read(name, at, volumes, interpolation, options));
            } else {
                at.leftOut(
                        "it is started only for the profiles " + profiles + "; take the key profiles away to have it");
            }
        });
        options.images().keySet().stream()
                .filter(name -> !declared.containsKey(name))
                .sorted()
                .forEach(name -> root.problem("there is no service " + MalformedException.quote(name)
                        + " to give an image to (--image); there are: " + String.join(", ", declared.keySet())));
        services.values().forEach(service -> checkNames(service, declared.keySet(), networks));
        tellOfSharedVolumes(services);
        return running(services);
    }

    private Map<String, Value> section(String name) {
        Value value = fields.get(name);
        return value == null ? Map.of() : value.fields();
    }

    private Map<String, Volume> volumes() {
        Map<String, Volume> volumes = new LinkedHashMap<>();
        section("volumes").forEach((name, at) -> {
            Map<String, Value> details = at.fields();
            Unsupported.ofVolume(details, Set.of());
            Value driver = details.get("driver_opts");
            Value size = driver == null ? null : driver.fields().get("size");
            volumes.put(name, new Volume(at, size == null ? 0 : Sizes.bytes(size)));
        });
        return volumes;
    }

    private Set<String> networks() {
        Set<String> networks = new LinkedHashSet<>(Set.of(ServiceReader.DEFAULT_NETWORK));
        section("networks").forEach((name, at) -> {
            networks.add(name);
            at.fields().forEach((key, value) -> {
                if (!key.startsWith("x-")) {
                    value.leftOut(
                            "the services of a placement share one network of the provider's; who reaches whom is said"
                                    + " by expose");
                }
            });
        });
        return networks;
    }

    private static void checkNames(Service service, Set<String> services, Set<String> networks) {
        service.needs().stream().filter(needed -> !services.contains(needed)).forEach(needed -> service.at()
                .problem("it needs the service " + needed + ", which there is not"));
        service.networks().stream()
                .filter(network -> !networks.contains(network))
                .forEach(network ->
                        service.at().problem("there is no network " + network + " under networks at the top level"));
    }

    private static void tellOfSharedVolumes(Map<String, Service> services) {
        Map<String, String> owners = new LinkedHashMap<>();
        services.values().forEach(service -> service.mounts().stream()
                .filter(mount -> !mount.volume().isEmpty())
                .forEach(mount -> {
                    String owner = owners.putIfAbsent(mount.volume(), service.name());
                    if (owner != null) {
                        mount.at()
                                .changed("services cannot share a volume: this one of " + service.name()
                                        + " is another than that of " + owner);
                    }
                }));
    }

    private static List<Service> running(Map<String, Service> services) {
        return services.values().stream()
                .filter(service -> {
                    if (service.count() == 0) {
                        service.at().leftOut("it has no instances (replicas: 0)");
                    }
                    return service.count() > 0;
                })
                .toList();
    }
}
