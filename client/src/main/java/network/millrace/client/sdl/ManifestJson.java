package network.millrace.client.sdl;

import java.util.List;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.manifest.v1.HttpOptions;
import network.millrace.protocol.manifest.v1.ImageCredentials;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.manifest.v1.ServiceParams;
import network.millrace.protocol.manifest.v1.StorageParams;

/** Manifests as canonical JSON: the form in which they are hashed and sent to the provider. */
public final class ManifestJson {
    private ManifestJson() {}

    /** The canonical JSON in UTF-8. */
    public static byte[] write(Manifest manifest) {
        return GoJson.canonical(tree(manifest));
    }

    /** The same for people and tools: fields in the order of Akash's types, and nothing escaped that need not be. */
    static String plain(Manifest manifest) {
        return GoJson.plain(tree(manifest));
    }

    private static List<JsonObject> tree(Manifest manifest) {
        return manifest.getGroupsList().stream().map(ManifestJson::group).toList();
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

    private static JsonObject group(ManifestGroup group) {
        return new JsonObject()
                .put("name", group.getName())
                .put(
                        "services",
                        group.getServicesList().stream()
                                .map(ManifestJson::service)
                                .toList());
    }

    private static JsonObject service(Service service) {
        return new JsonObject()
                .put("name", service.getName())
                .put("image", service.getImage())
                .putOrNull("command", service.getCommandPresent(), List.copyOf(service.getCommandList()))
                .putOrNull("args", service.getArgsPresent(), List.copyOf(service.getArgsList()))
                .putOrNull("env", service.getEnvPresent(), List.copyOf(service.getEnvList()))
                .put("resources", ResourcesJson.resources(service.getResources()))
                .put("count", Integer.toUnsignedLong(service.getCount()))
                .put(
                        "expose",
                        service.getExposeList().stream()
                                .map(ManifestJson::expose)
                                .toList())
                .putIf(service.hasParams(), "params", params(service.getParams()))
                .putOrNull("credentials", service.hasCredentials(), credentials(service.getCredentials()));
    }

    private static JsonObject expose(ServiceExpose expose) {
        return new JsonObject()
                .put("port", Integer.toUnsignedLong(expose.getPort()))
                .put("externalPort", Integer.toUnsignedLong(expose.getExternalPort()))
                .put("proto", expose.getProto())
                .put("service", expose.getService())
                .put("global", expose.getGlobal())
                .putOrNull("hosts", expose.getHostsPresent(), List.copyOf(expose.getHostsList()))
                .put("httpOptions", http(expose.getHttpOptions()))
                .put("ip", expose.getIp())
                .put("endpointSequenceNumber", Integer.toUnsignedLong(expose.getEndpointSequenceNumber()));
    }

    private static JsonObject http(HttpOptions http) {
        return new JsonObject()
                .put("maxBodySize", Integer.toUnsignedLong(http.getMaxBodySize()))
                .put("readTimeout", Integer.toUnsignedLong(http.getReadTimeout()))
                .put("sendTimeout", Integer.toUnsignedLong(http.getSendTimeout()))
                .put("nextTries", Integer.toUnsignedLong(http.getNextTries()))
                .put("nextTimeout", Integer.toUnsignedLong(http.getNextTimeout()))
                .put("nextCases", List.copyOf(http.getNextCasesList()))
                .putIf(
                        http.getProxyBufferSize() != 0,
                        "proxyBufferSize",
                        Integer.toUnsignedLong(http.getProxyBufferSize()));
    }

    private static JsonObject params(ServiceParams params) {
        return new JsonObject()
                .putOrNull(
                        "storage",
                        params.getStorageCount() > 0,
                        params.getStorageList().stream()
                                .map(ManifestJson::mount)
                                .toList())
                .putIf(
                        params.hasPermissions(),
                        "permissions",
                        new JsonObject()
                                .putIf(
                                        params.getPermissions().getReadCount() > 0,
                                        "read",
                                        List.copyOf(params.getPermissions().getReadList())))
                .putIf(
                        !params.getTee().isEmpty(),
                        "tee",
                        new JsonObject().put("type", params.getTee()).put("attestation", true));
    }

    private static JsonObject mount(StorageParams mount) {
        return new JsonObject()
                .put("name", mount.getName())
                .put("mount", mount.getMount())
                .put("readOnly", mount.getReadOnly());
    }

    private static JsonObject credentials(ImageCredentials credentials) {
        return new JsonObject()
                .put("host", credentials.getHost())
                .put("email", credentials.getEmail())
                .put("username", credentials.getUsername())
                .put("password", credentials.getPassword());
    }
}
