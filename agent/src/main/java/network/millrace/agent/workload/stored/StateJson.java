package network.millrace.agent.workload.stored;

import java.time.Duration;
import java.time.Instant;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where a workload stands, as JSON. */
public final class StateJson {

    private StateJson() {}

    /** Adds the state's fields to an object. */
    public static void write(ObjectNode node, WorkloadState state) {
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

    /** Reads what {@link #write} wrote; whether it was ready is not kept. */
    public static WorkloadState read(JsonNode node) {
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
                SpecJson.texts(node.putArray("lastLines"), exited.lastLines());
            }
            case WorkloadFault.NotExecutable not ->
                node.put("fault", "not-executable").put("detail", not.detail());
            case WorkloadFault.LimitNotEnforceable limit ->
                node.put("fault", "limit").put("action", limit.limit()).put("detail", limit.why());
            case WorkloadFault.LimitExceeded limit ->
                node.put("fault", "exceeded").put("action", limit.limit()).put("detail", limit.detail());
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
                new WorkloadFault.ExitedAtOnce(node.path("code").asInt(), SpecJson.list(node.path("lastLines")));
            case "not-executable" -> new WorkloadFault.NotExecutable(detail);
            case "exceeded" -> new WorkloadFault.LimitExceeded(action, detail);
            case "limit" -> new WorkloadFault.LimitNotEnforceable(action, detail);
            default -> new WorkloadFault.RuntimeFailed(action, detail);
        };
    }

    private static void exit(ObjectNode node, Exit exit) {
        node.put("code", exit.code()).put("outOfMemory", exit.outOfMemory());
        node.put("exitAt", exit.at().toString()).put("ranMs", exit.ran().toMillis());
        SpecJson.texts(node.putArray("lastLines"), exit.lastLines());
    }

    private static Exit exit(JsonNode node) {
        return new Exit(
                node.path("code").asInt(),
                node.path("outOfMemory").asBoolean(),
                instant(node, "exitAt"),
                Duration.ofMillis(node.path("ranMs").asLong()),
                SpecJson.list(node.path("lastLines")));
    }

    private static Instant instant(JsonNode node, String name) {
        return Instant.parse(node.path(name).asString());
    }
}
