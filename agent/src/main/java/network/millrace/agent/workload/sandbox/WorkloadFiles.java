package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;

/** The files of one workload below the home; the package description lists them. */
record WorkloadFiles(Path directory) {

    private static final String SPEC = "spec.json";
    private static final String RUN = "run.json";
    private static final String DOOMED = "destroying";

    /** What was ordered, and the digest that the image's name stood for then. */
    record Order(WorkloadSpec spec, String imageDigest) {}

    static WorkloadFiles of(Path home, WorkloadId id) {
        return new WorkloadFiles(home.resolve("workloads").resolve(id.value()));
    }

    Path bundle() {
        return directory.resolve("bundle");
    }

    Path log() {
        return directory.resolve("log");
    }

    Path exits() {
        return directory.resolve("exits");
    }

    /** Only root may look in: environments hold secrets. */
    void create(Order order) throws IOException {
        Files.createDirectories(directory.getParent());
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Path part : new Path[] {bundle(), log(), exits()}) {
            Files.createDirectory(part);
        }
        replace(SPEC, WorkloadJson.write(order));
        save(RunRecord.fresh());
    }

    Optional<Order> order() throws IOException {
        Optional<String> text = read(SPEC);
        return text.isEmpty() ? Optional.empty() : Optional.of(WorkloadJson.readOrder(text.get()));
    }

    RunRecord record() throws IOException {
        Optional<String> text = read(RUN);
        return text.isEmpty() ? RunRecord.fresh() : WorkloadJson.readRun(text.get());
    }

    void save(RunRecord record) throws IOException {
        replace(RUN, WorkloadJson.write(record));
    }

    /** From now on it is only taken down, also by an agent that comes later. */
    void doom() throws IOException {
        Files.writeString(directory.resolve(DOOMED), "");
    }

    boolean isDoomed() {
        return Files.exists(directory.resolve(DOOMED)) || Files.notExists(directory.resolve(SPEC));
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
