package network.millrace.agent.workload.docker;

import java.util.ArrayList;
import java.util.List;
import network.millrace.agent.workload.image.ImageConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An image that the engine holds for this agent.
 *
 * @param engineId by which the engine runs it; another than the digest, which is that of the manifest it came with
 * @param bytes unpacked
 */
record KnownImage(String engineId, long bytes, ImageConfiguration configuration) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    String json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", 1).put("engineId", engineId).put("bytes", bytes);
        configuration.entrypoint().forEach(root.putArray("entrypoint")::add);
        configuration.command().forEach(root.putArray("command")::add);
        configuration.environment().forEach(root.putArray("environment")::add);
        root.put("workingDirectory", configuration.place().workingDirectory());
        root.put("user", configuration.place().user());
        root.put("stopSignal", configuration.stopSignal());
        return root.toString();
    }

    static KnownImage read(String json) {
        JsonNode root = JSON.readTree(json);
        ImageConfiguration configuration = new ImageConfiguration(
                texts(root.path("entrypoint")),
                texts(root.path("command")),
                texts(root.path("environment")),
                new ImageConfiguration.Place(
                        root.path("workingDirectory").asString(),
                        root.path("user").asString()),
                root.path("stopSignal").asString());
        return new KnownImage(
                root.path("engineId").asString(), root.path("bytes").asLong(), configuration);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asString()));
        return texts;
    }
}
