package network.millrace.agent.workload.sandbox;

import network.millrace.agent.workload.stored.SpecJson;
import network.millrace.agent.workload.stored.StateJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How order and run are written to disk. Read back by the same or a later version; unknown fields are ignored. */
final class WorkloadJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WorkloadJson() {}

    static String write(WorkloadFiles.Order order) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", 1).put("imageDigest", order.imageDigest());
        SpecJson.write(root, order.spec());
        return root.toString();
    }

    static WorkloadFiles.Order readOrder(String text) {
        JsonNode root = JSON.readTree(text);
        return new WorkloadFiles.Order(
                SpecJson.read(root), root.path("imageDigest").asString());
    }

    static String write(RunRecord record) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", 1).put("stopping", record.stopping());
        root.putObject("place")
                .put("slot", record.place().slot())
                .put("boot", record.place().boot())
                .put("monitor", record.place().monitor())
                .put("monitorStart", record.place().monitorStart());
        root.putObject("restarts")
                .put("count", record.restarts().count())
                .put("shortRuns", record.restarts().shortRuns())
                .put("cause", record.restarts().cause());
        StateJson.write(root.putObject("state"), record.state());
        return root.toString();
    }

    static RunRecord readRun(String text) {
        JsonNode root = JSON.readTree(text);
        JsonNode place = root.path("place");
        JsonNode restarts = root.path("restarts");
        return new RunRecord(
                StateJson.read(root.path("state")),
                new RunRecord.Place(
                        place.path("slot").asInt(),
                        place.path("boot").asString(),
                        place.path("monitor").asLong(),
                        place.path("monitorStart").asLong()),
                new RunRecord.Restarts(
                        restarts.path("count").asInt(),
                        restarts.path("shortRuns").asInt(),
                        restarts.path("cause").asString()),
                root.path("stopping").asBoolean());
    }
}
