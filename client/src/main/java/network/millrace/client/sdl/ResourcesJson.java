package network.millrace.client.sdl;

import java.util.List;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;

/** Resources in Akash's JSON, the same in groups and manifests: no empty attributes, quantities as texts of digits. */
final class ResourcesJson {
    private ResourcesJson() {}

    static JsonObject resources(Resources resources) {
        JsonObject cpu = new JsonObject()
                .put("units", value(resources.getCpu().getUnits()))
                .putIf(
                        resources.getCpu().getAttributesCount() > 0,
                        "attributes",
                        attributes(resources.getCpu().getAttributesList()));
        JsonObject memory = new JsonObject()
                .put("size", value(resources.getMemory().getQuantity()))
                .putIf(
                        resources.getMemory().getAttributesCount() > 0,
                        "attributes",
                        attributes(resources.getMemory().getAttributesList()));
        JsonObject gpu = new JsonObject()
                .put("units", value(resources.getGpu().getUnits()))
                .putIf(
                        resources.getGpu().getAttributesCount() > 0,
                        "attributes",
                        attributes(resources.getGpu().getAttributesList()));
        return new JsonObject()
                .put("id", Integer.toUnsignedLong(resources.getId()))
                .put("cpu", cpu)
                .put("memory", memory)
                .put(
                        "storage",
                        resources.getStorageList().stream()
                                .map(ResourcesJson::storage)
                                .toList())
                .put("gpu", gpu)
                .put(
                        "endpoints",
                        resources.getEndpointsList().stream()
                                .map(ResourcesJson::endpoint)
                                .toList());
    }

    private static JsonObject value(ResourceValue value) {
        return new JsonObject().put("val", value.getVal().toStringUtf8());
    }

    static List<JsonObject> attributes(List<Attribute> attributes) {
        return attributes.stream()
                .map(attribute ->
                        new JsonObject().put("key", attribute.getKey()).put("value", attribute.getValue()))
                .toList();
    }

    private static JsonObject storage(Storage storage) {
        return new JsonObject()
                .put("name", storage.getName())
                .put("size", value(storage.getQuantity()))
                .putIf(storage.getAttributesCount() > 0, "attributes", attributes(storage.getAttributesList()));
    }

    private static JsonObject endpoint(Endpoint endpoint) {
        return new JsonObject()
                .putIf(endpoint.getKindValue() != 0, "kind", endpoint.getKindValue())
                .put("sequence_number", Integer.toUnsignedLong(endpoint.getSequenceNumber()));
    }
}
