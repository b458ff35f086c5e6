package network.millrace.agent.workload.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How order and run are written to disk. Read back by the same or a later version; unknown fields are ignored. */
final class WorkloadJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WorkloadJson() {}

    static String write(WorkloadFiles.Order order) {
        WorkloadSpec spec = order.spec();
        ObjectNode root = JSON.createObjectNode();
        root.put("version", 1).put("id", spec.id().value()).put("imageDigest", order.imageDigest());
        program(root.putObject("program"), spec.program());
        Limits limits = spec.limits();
        root.putObject("limits")
                .put("cpuMillis", limits.cpuMillis())
                .put("memoryBytes", limits.memoryBytes())
                .put("processes", limits.processes())
                .put("diskBytes", limits.diskBytes());
        RestartPolicy restart = spec.restart();
        root.putObject("restart")
                .put("mode", restart.mode().name())
                .put("waitMinMs", restart.waitMin().toMillis())
                .put("waitMaxMs", restart.waitMax().toMillis())
                .put("stableAfterMs", restart.stableAfter().toMillis())
                .put("shortRunsMax", restart.shortRunsMax());
        texts(root.putObject("labels"), spec.labels());
        return root.toString();
    }

    static WorkloadFiles.Order readOrder(String text) {
        JsonNode root = JSON.readTree(text);
        JsonNode limits = root.path("limits");
        WorkloadSpec spec = new WorkloadSpec(
                new WorkloadId(root.path("id").asString()),
                program(root.path("program")),
                new Limits(
                        limits.path("cpuMillis").asLong(),
                        limits.path("memoryBytes").asLong(),
                        limits.path("processes").asLong(),
                        limits.path("diskBytes").asLong()),
                restart(root.path("restart")),
                texts(root.path("labels")));
        return new WorkloadFiles.Order(spec, root.path("imageDigest").asString());
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
        state(root.putObject("state"), record.state());
        return root.toString();
    }

    static RunRecord readRun(String text) {
        JsonNode root = JSON.readTree(text);
        JsonNode place = root.path("place");
        JsonNode restarts = root.path("restarts");
        return new RunRecord(
                state(root.path("state")),
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

    private static void program(ObjectNode node, Program program) {
        node.put("image", program.image().toString());
        texts(node.putArray("command"), program.command());
        texts(node.putArray("arguments"), program.arguments());
        texts(node.putObject("environment"), program.environment());
        ArrayNode ports = node.putArray("ports");
        program.ports().forEach(ports::add);
    }

    private static Program program(JsonNode node) {
        List<Integer> ports = new ArrayList<>();
        node.path("ports").forEach(port -> ports.add(port.asInt()));
        return new Program(
                ImageReference.parse(node.path("image").asString()),
                list(node.path("command")),
                list(node.path("arguments")),
                texts(node.path("environment")),
                ports);
    }

    private static RestartPolicy restart(JsonNode node) {
        return new RestartPolicy(
                RestartPolicy.Mode.valueOf(node.path("mode").asString()),
                Duration.ofMillis(node.path("waitMinMs").asLong()),
                Duration.ofMillis(node.path("waitMaxMs").asLong()),
                Duration.ofMillis(node.path("stableAfterMs").asLong()),
                node.path("shortRunsMax").asInt());
    }

    private static void state(ObjectNode node, WorkloadState state) {
        switch (state) {
            case WorkloadState.Preparing _ -> node.put("kind", "preparing");
            case WorkloadState.Running running ->
                node.put("kind", "running").put("startedAt", running.startedAt().toString());
            case WorkloadState.BackingOff waiting ->
                exit(node.put("kind", "backing-off").put("at", waiting.at().toString()), waiting.exit());
            case WorkloadState.Exited exited -> exit(node.put("kind", "exited"), exited.exit());
            case WorkloadState.Failed failed ->
                fault(node.put("kind", "failed").put("at", failed.at().toString()), failed.fault());
        }
    }

    private static WorkloadState state(JsonNode node) {
        String kind = node.path("kind").asString();
        return switch (kind) {
            case "preparing" -> new WorkloadState.Preparing();
            case "running" -> new WorkloadState.Running(instant(node, "startedAt"), false);
            case "backing-off" -> new WorkloadState.BackingOff(exit(node), instant(node, "at"));
            case "exited" -> new WorkloadState.Exited(exit(node));
            case "failed" -> new WorkloadState.Failed(fault(node), instant(node, "at"));
            default ->
                throw new IllegalStateException("a run record says state \"" + kind + "\", which no version wrote");
        };
    }

    /** Faults that a restart can meet keep their kind; the rest keep their sentence. */
    private static void fault(ObjectNode node, WorkloadFault fault) {
        switch (fault) {
            case WorkloadFault.ExitedAtOnce exited -> {
                node.put("fault", "exited-at-once").put("code", exited.exitCode());
                texts(node.putArray("lastLines"), exited.lastLines());
            }
            case WorkloadFault.NotExecutable not ->
                node.put("fault", "not-executable").put("detail", not.detail());
            case WorkloadFault.LimitNotEnforceable limit ->
                node.put("fault", "limit").put("action", limit.limit()).put("detail", limit.why());
            case WorkloadFault.RuntimeFailed failed ->
                node.put("fault", "runtime").put("action", failed.action()).put("detail", failed.detail());
            case WorkloadFault other ->
                node.put("fault", "runtime").put("action", "starting again").put("detail", other.sentence());
        }
    }

    private static WorkloadFault fault(JsonNode node) {
        String detail = node.path("detail").asString("");
        String action = node.path("action").asString("");
        return switch (node.path("fault").asString()) {
            case "exited-at-once" ->
                new WorkloadFault.ExitedAtOnce(node.path("code").asInt(), list(node.path("lastLines")));
            case "not-executable" -> new WorkloadFault.NotExecutable(detail);
            case "limit" -> new WorkloadFault.LimitNotEnforceable(action, detail);
            default -> new WorkloadFault.RuntimeFailed(action, detail);
        };
    }

    private static void exit(ObjectNode node, Exit exit) {
        node.put("code", exit.code()).put("outOfMemory", exit.outOfMemory());
        node.put("exitAt", exit.at().toString()).put("ranMs", exit.ran().toMillis());
        texts(node.putArray("lastLines"), exit.lastLines());
    }

    private static Exit exit(JsonNode node) {
        return new Exit(
                node.path("code").asInt(),
                node.path("outOfMemory").asBoolean(),
                instant(node, "exitAt"),
                Duration.ofMillis(node.path("ranMs").asLong()),
                list(node.path("lastLines")));
    }

    private static Instant instant(JsonNode node, String name) {
        return Instant.parse(node.path(name).asString());
    }

    private static void texts(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static void texts(ObjectNode node, Map<String, String> values) {
        new TreeMap<>(values).forEach(node::put);
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> values = new TreeMap<>();
        node.properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
        return values;
    }

    private static List<String> list(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(element -> values.add(element.asString()));
        return values;
    }
}
