package network.millrace.agent.workload.docker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.stored.SpecJson;
import network.millrace.agent.workload.stored.StateJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The files of one workload below the home; the package description lists them. */
record WorkloadFiles(Path directory) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SPEC = "spec.json";
    private static final String RUN = "run.json";
    private static final String DOOMED = "destroying";

    /** What was ordered, and the digest that the image's name stood for then. */
    record Order(WorkloadSpec spec, String imageDigest) {}

    static WorkloadFiles of(Path home, WorkloadId id) {
        return new WorkloadFiles(all(home).resolve(id.value()));
    }

    static Path all(Path home) {
        return home.resolve("workloads");
    }

    Path output() {
        return directory.resolve("output");
    }

    /** Only the agent's user may look in: environments hold secrets. */
    void create(Order order) throws IOException {
        Files.createDirectories(directory.getParent());
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ObjectNode root = JSON.createObjectNode();
        root.put("version", 1).put("imageDigest", order.imageDigest());
        SpecJson.write(root, order.spec());
        replace(SPEC, root.toString());
        save(RunRecord.fresh());
    }

    Optional<Order> order() throws IOException {
        Optional<String> text = read(SPEC);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonNode root = JSON.readTree(text.get());
        return Optional.of(
                new Order(SpecJson.read(root), root.path("imageDigest").asString()));
    }

    RunRecord record() throws IOException {
        Optional<String> text = read(RUN);
        if (text.isEmpty()) {
            return RunRecord.fresh();
        }
        JsonNode root = JSON.readTree(text.get());
        JsonNode restarts = root.path("restarts");
        return new RunRecord(
                StateJson.read(root.path("state")),
                new RunRecord.Restarts(
                        restarts.path("count").asInt(),
                        restarts.path("shortRuns").asInt(),
                        restarts.path("cause").asString()),
                root.path("stopping").asBoolean());
    }

    void save(RunRecord record) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", 1).put("stopping", record.stopping());
        root.putObject("restarts")
                .put("count", record.restarts().count())
                .put("shortRuns", record.restarts().shortRuns())
                .put("cause", record.restarts().cause());
        StateJson.write(root.putObject("state"), record.state());
        replace(RUN, root.toString());
    }

    /** From now on it is only taken down, also by an agent that comes later. */
    void doom() throws IOException {
        Files.writeString(directory.resolve(DOOMED), "");
    }

    boolean isDoomed() {
        return Files.exists(directory.resolve(DOOMED)) || Files.notExists(directory.resolve(SPEC));
    }

    void delete() throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (var files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    /** Written beside and moved over, so that a reader after a crash sees the old or the new text, never half of one. */
    private void replace(String name, String text) throws IOException {
        Path draft = directory.resolve(name + ".draft");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
        Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(directory.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
