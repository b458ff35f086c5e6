package network.millrace.agent.workload.stored;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was asked for, as JSON. */
public final class SpecJson {

    private SpecJson() {}

    /** Adds the specification's fields to an object. */
    public static void write(ObjectNode root, WorkloadSpec spec) {
        root.put("id", spec.id().value());
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
    }

    /** Reads what {@link #write} wrote. */
    public static WorkloadSpec read(JsonNode root) {
        JsonNode limits = root.path("limits");
        return new WorkloadSpec(
                new WorkloadId(root.path("id").asString()),
                program(root.path("program")),
                new Limits(
                        limits.path("cpuMillis").asLong(),
                        limits.path("memoryBytes").asLong(),
                        limits.path("processes").asLong(),
                        limits.path("diskBytes").asLong()),
                restart(root.path("restart")),
                texts(root.path("labels")));
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

    static void texts(ArrayNode array, List<String> values) {
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

    static List<String> list(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(element -> values.add(element.asString()));
        return values;
    }
}
