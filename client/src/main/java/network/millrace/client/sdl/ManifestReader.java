package network.millrace.client.sdl;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.manifest.v1.HttpOptions;
import network.millrace.protocol.manifest.v1.ImageCredentials;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.manifest.v1.ServiceParams;
import network.millrace.protocol.manifest.v1.ServicePermissions;
import network.millrace.protocol.manifest.v1.StorageParams;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a manifest's canonical JSON leniently and then compares: wrong types read as defaults, unknown fields are dropped,
 * and either makes the bytes written again differ from those that came.
 */
final class ManifestReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int SHOWN = 30;

    private ManifestReader() {}

    static Manifest read(byte[] json) {
        Manifest manifest = manifest(tree(json));
        byte[] again = ManifestJson.write(manifest);
        int difference = Arrays.mismatch(json, again);
        if (difference >= 0) {
            int start = Math.max(0, difference - SHOWN);
            int end = Math.min(json.length, difference + SHOWN);
            throw new MalformedException("the manifest is not in canonical form: at byte " + difference
                    + " something is unknown, missing, of the wrong type or out of order, near "
                    + MalformedException.quote(
                            ByteString.copyFrom(json, start, end - start).toStringUtf8()));
        }
        return manifest;
    }

    private static JsonNode tree(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.isArray()) {
                return root;
            }
        } catch (JacksonException notJson) {
            throw new MalformedException("the manifest is no JSON: " + notJson.getOriginalMessage(), notJson);
        }
        throw new MalformedException("a manifest is a JSON list of groups");
    }

    private static Manifest manifest(JsonNode root) {
        return Manifest.newBuilder()
                .addAllGroups(each(root, group -> ManifestGroup.newBuilder()
                        .setName(text(group, "name"))
                        .addAllServices(each(group.path("services"), ManifestReader::service))
                        .build()))
                .build();
    }

    private static Service service(JsonNode node) {
        Service.Builder service = Service.newBuilder()
                .setName(text(node, "name"))
                .setImage(text(node, "image"))
                .addAllCommand(texts(node.path("command")))
                .setCommandPresent(node.path("command").isArray())
                .addAllArgs(texts(node.path("args")))
                .setArgsPresent(node.path("args").isArray())
                .addAllEnv(texts(node.path("env")))
                .setEnvPresent(node.path("env").isArray())
                .setResources(resources(node.path("resources")))
                .setCount(number(node, "count"))
                .addAllExpose(each(node.path("expose"), ManifestReader::expose));
        if (node.path("params").isObject()) {
            service.setParams(params(node.path("params")));
        }
        if (node.path("credentials").isObject()) {
            service.setCredentials(credentials(node.path("credentials")));
        }
        return service.build();
    }

    private static Resources resources(JsonNode node) {
        Resources.Builder resources = Resources.newBuilder()
                .setId(number(node, "id"))
                .addAllStorage(each(node.path("storage"), ManifestReader::storage))
                .addAllEndpoints(each(node.path("endpoints"), ManifestReader::endpoint));
        resources
                .getCpuBuilder()
                .setUnits(value(node.path("cpu").path("units")))
                .addAllAttributes(attributes(node.path("cpu")));
        resources
                .getMemoryBuilder()
                .setQuantity(value(node.path("memory").path("size")))
                .addAllAttributes(attributes(node.path("memory")));
        resources
                .getGpuBuilder()
                .setUnits(value(node.path("gpu").path("units")))
                .addAllAttributes(attributes(node.path("gpu")));
        return resources.build();
    }

    private static ResourceValue value(JsonNode node) {
        return ResourceValue.newBuilder()
                .setVal(ByteString.copyFromUtf8(text(node, "val")))
                .build();
    }

    private static List<Attribute> attributes(JsonNode node) {
        return each(node.path("attributes"), attribute -> Attribute.newBuilder()
                .setKey(text(attribute, "key"))
                .setValue(text(attribute, "value"))
                .build());
    }

    private static Storage storage(JsonNode node) {
        return Storage.newBuilder()
                .setName(text(node, "name"))
                .setQuantity(value(node.path("size")))
                .addAllAttributes(attributes(node))
                .build();
    }

    private static Endpoint endpoint(JsonNode node) {
        return Endpoint.newBuilder()
                .setKindValue(number(node, "kind"))
                .setSequenceNumber(number(node, "sequence_number"))
                .build();
    }

    private static ServiceExpose expose(JsonNode node) {
        return ServiceExpose.newBuilder()
                .setPort(number(node, "port"))
                .setExternalPort(number(node, "externalPort"))
                .setProto(text(node, "proto"))
                .setService(text(node, "service"))
                .setGlobal(bool(node, "global"))
                .addAllHosts(texts(node.path("hosts")))
                .setHostsPresent(node.path("hosts").isArray())
                .setHttpOptions(http(node.path("httpOptions")))
                .setIp(text(node, "ip"))
                .setEndpointSequenceNumber(number(node, "endpointSequenceNumber"))
                .build();
    }

    private static HttpOptions http(JsonNode node) {
        return HttpOptions.newBuilder()
                .setMaxBodySize(number(node, "maxBodySize"))
                .setReadTimeout(number(node, "readTimeout"))
                .setSendTimeout(number(node, "sendTimeout"))
                .setNextTries(number(node, "nextTries"))
                .setNextTimeout(number(node, "nextTimeout"))
                .addAllNextCases(texts(node.path("nextCases")))
                .setProxyBufferSize(number(node, "proxyBufferSize"))
                .build();
    }

    private static ServiceParams params(JsonNode node) {
        ServiceParams.Builder params = ServiceParams.newBuilder()
                .addAllStorage(each(node.path("storage"), mount -> StorageParams.newBuilder()
                        .setName(text(mount, "name"))
                        .setMount(text(mount, "mount"))
                        .setReadOnly(bool(mount, "readOnly"))
                        .build()))
                .setTee(text(node.path("tee"), "type"));
        if (node.path("permissions").isObject()) {
            params.setPermissions(ServicePermissions.newBuilder()
                    .addAllRead(texts(node.path("permissions").path("read"))));
        }
        return params.build();
    }

    private static ImageCredentials credentials(JsonNode node) {
        return ImageCredentials.newBuilder()
                .setHost(text(node, "host"))
                .setEmail(text(node, "email"))
                .setUsername(text(node, "username"))
                .setPassword(text(node, "password"))
                .build();
    }

    private static <T> List<T> each(JsonNode list, Function<JsonNode, T> reader) {
        List<T> read = new ArrayList<>();
        if (list.isArray()) {
            list.forEach(node -> read.add(reader.apply(node)));
        }
        return read;
    }

    private static List<String> texts(JsonNode list) {
        return each(list, node -> node.asString(""));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private static boolean bool(JsonNode node, String name) {
        return node.path(name).asBoolean(false);
    }

    private static int number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isIntegralNumber() && value.canConvertToLong() ? (int) value.asLong() : 0;
    }
}
