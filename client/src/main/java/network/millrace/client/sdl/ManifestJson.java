package network.millrace.client.sdl;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.manifest.v1.HttpOptions;
import network.millrace.protocol.manifest.v1.ImageCredentials;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.manifest.v1.ServiceParams;
import network.millrace.protocol.manifest.v1.StorageParams;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;
import org.jspecify.annotations.Nullable;

/** Manifests as canonical JSON: the form in which they are hashed and sent to the provider. */
public final class ManifestJson {
    private ManifestJson() {}

    /** The canonical JSON in UTF-8. */
    public static byte[] write(Manifest manifest) {
        return CanonicalJson.write(
                manifest.getGroupsList().stream().map(ManifestJson::group).toList());
    }

    /**
     * Reads canonical JSON. What was read is written again and must give the same bytes: nothing may stand in it that would
     * be hashed but not run.
     *
     * @throws MalformedException when the bytes are anything else, saying what
     */
    public static Manifest read(byte[] json) {
        return ManifestReader.read(json);
    }

    /** An object under construction; keys are sorted by being put in. */
    private static final class Fields {
        private final SortedMap<String, @Nullable Object> map = new TreeMap<>();

        Fields put(String name, Object value) {
            map.put(name, value);
            return this;
        }

        Fields putOrNull(String name, boolean present, Object value) {
            map.put(name, present ? value : null);
            return this;
        }

        Fields putIf(boolean wanted, String name, Object value) {
            if (wanted) {
                map.put(name, value);
            }
            return this;
        }
    }

    private static SortedMap<String, @Nullable Object> group(ManifestGroup group) {
        return new Fields()
                .put("name", group.getName())
                .put(
                        "services",
                        group.getServicesList().stream()
                                .map(ManifestJson::service)
                                .toList())
                .map;
    }

    private static SortedMap<String, @Nullable Object> service(Service service) {
        return new Fields()
                .put("name", service.getName())
                .put("image", service.getImage())
                .putOrNull("command", service.getCommandPresent(), List.copyOf(service.getCommandList()))
                .putOrNull("args", service.getArgsPresent(), List.copyOf(service.getArgsList()))
                .putOrNull("env", service.getEnvPresent(), List.copyOf(service.getEnvList()))
                .put("resources", resources(service.getResources()))
                .put("count", Integer.toUnsignedLong(service.getCount()))
                .put(
                        "expose",
                        service.getExposeList().stream()
                                .map(ManifestJson::expose)
                                .toList())
                .putIf(service.hasParams(), "params", params(service.getParams()))
                .putOrNull("credentials", service.hasCredentials(), credentials(service.getCredentials()))
                .map;
    }

    private static SortedMap<String, @Nullable Object> resources(Resources resources) {
        Fields cpu = new Fields()
                .put("units", value(resources.getCpu().getUnits()))
                .putIf(
                        resources.getCpu().getAttributesCount() > 0,
                        "attributes",
                        attributes(resources.getCpu().getAttributesList()));
        Fields memory = new Fields()
                .put("size", value(resources.getMemory().getQuantity()))
                .putIf(
                        resources.getMemory().getAttributesCount() > 0,
                        "attributes",
                        attributes(resources.getMemory().getAttributesList()));
        Fields gpu = new Fields()
                .put("units", value(resources.getGpu().getUnits()))
                .putIf(
                        resources.getGpu().getAttributesCount() > 0,
                        "attributes",
                        attributes(resources.getGpu().getAttributesList()));
        return new Fields()
                .put("id", Integer.toUnsignedLong(resources.getId()))
                .put("cpu", cpu.map)
                .put("memory", memory.map)
                .put(
                        "storage",
                        resources.getStorageList().stream()
                                .map(ManifestJson::storage)
                                .toList())
                .put("gpu", gpu.map)
                .put(
                        "endpoints",
                        resources.getEndpointsList().stream()
                                .map(ManifestJson::endpoint)
                                .toList())
                .map;
    }

    private static SortedMap<String, @Nullable Object> value(ResourceValue value) {
        return new Fields().put("val", value.getVal().toStringUtf8()).map;
    }

    private static List<SortedMap<String, @Nullable Object>> attributes(List<Attribute> attributes) {
        return attributes.stream()
                .map(attribute -> new Fields().put("key", attribute.getKey()).put("value", attribute.getValue()).map)
                .toList();
    }

    private static SortedMap<String, @Nullable Object> storage(Storage storage) {
        return new Fields()
                .put("name", storage.getName())
                .put("size", value(storage.getQuantity()))
                .putIf(storage.getAttributesCount() > 0, "attributes", attributes(storage.getAttributesList()))
                .map;
    }

    private static SortedMap<String, @Nullable Object> endpoint(Endpoint endpoint) {
        return new Fields()
                .putIf(endpoint.getKindValue() != 0, "kind", endpoint.getKindValue())
                .put("sequence_number", Integer.toUnsignedLong(endpoint.getSequenceNumber()))
                .map;
    }

    private static SortedMap<String, @Nullable Object> expose(ServiceExpose expose) {
        return new Fields()
                .put("port", Integer.toUnsignedLong(expose.getPort()))
                .put("externalPort", Integer.toUnsignedLong(expose.getExternalPort()))
                .put("proto", expose.getProto())
                .put("service", expose.getService())
                .put("global", expose.getGlobal())
                .putOrNull("hosts", expose.getHostsPresent(), List.copyOf(expose.getHostsList()))
                .put("httpOptions", http(expose.getHttpOptions()))
                .put("ip", expose.getIp())
                .put("endpointSequenceNumber", Integer.toUnsignedLong(expose.getEndpointSequenceNumber()))
                .map;
    }

    private static SortedMap<String, @Nullable Object> http(HttpOptions http) {
        return new Fields()
                .put("maxBodySize", Integer.toUnsignedLong(http.getMaxBodySize()))
                .put("readTimeout", Integer.toUnsignedLong(http.getReadTimeout()))
                .put("sendTimeout", Integer.toUnsignedLong(http.getSendTimeout()))
                .put("nextTries", Integer.toUnsignedLong(http.getNextTries()))
                .put("nextTimeout", Integer.toUnsignedLong(http.getNextTimeout()))
                .put("nextCases", List.copyOf(http.getNextCasesList()))
                .putIf(
                        http.getProxyBufferSize() != 0,
                        "proxyBufferSize",
                        Integer.toUnsignedLong(http.getProxyBufferSize()))
                .map;
    }

    private static SortedMap<String, @Nullable Object> params(ServiceParams params) {
        return new Fields()
                .putOrNull(
                        "storage",
                        params.getStorageCount() > 0,
                        params.getStorageList().stream()
                                .map(ManifestJson::mount)
                                .toList())
                .putIf(
                        params.hasPermissions(),
                        "permissions",
                        new Fields()
                                .put("read", List.copyOf(params.getPermissions().getReadList()))
                                .map)
                .putIf(
                        !params.getTee().isEmpty(),
                        "tee",
                        new Fields().put("type", params.getTee()).put("attestation", true).map)
                .map;
    }

    private static SortedMap<String, @Nullable Object> mount(StorageParams mount) {
        return new Fields()
                .put("name", mount.getName())
                .put("mount", mount.getMount())
                .put("readOnly", mount.getReadOnly())
                .map;
    }

    private static SortedMap<String, @Nullable Object> credentials(ImageCredentials credentials) {
        return new Fields()
                .put("host", credentials.getHost())
                .put("email", credentials.getEmail())
                .put("username", credentials.getUsername())
                .put("password", credentials.getPassword())
                .map;
    }
}
