package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadSpec;

/**
 * The process beside a workload that passes connections in and watches its memory ({@code keeper.pl}, which says how). What it is and
 * where it listens is written in the slot, so that a later agent finds it again.
 */
final class Keeper {

    private static final String SCRIPT = "keeper.pl";
    private static final String OUT_OF_MEMORY = "out-of-memory";
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_MS = 5;

    private final UserNamespace namespace;
    private final Path directory;
    private final String address;

    /** What {@code keeper} says: itself, and whom it stands beside. */
    private record Beside(long keeper, long start, long process) {}

    Keeper(UserNamespace namespace, Slot slot) {
        this.namespace = namespace;
        this.directory = slot.directory();
        this.address = slot.address();
    }

    /** Returns when the ports are open. */
    void start(long process, WorkloadSpec spec) throws WorkloadException, IOException {
        for (String left : List.of("ports", OUT_OF_MEMORY)) {
            Files.deleteIfExists(directory.resolve(left));
        }
        writeScript();
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(namespace.commandOutsideOfMounts(List.of(
                "perl",
                directory.resolve(SCRIPT).toString(),
                "open",
                Long.toString(process),
                Long.toString(SandboxMachine.startOf(process)),
                Long.toString(spec.limits().memoryBytes()),
                directory.toString(),
                address)));
        spec.program().ports().stream().distinct().forEach(port -> command.add(Integer.toString(port)));
        Path complaints = directory.resolve("keeper.err");
        Process keeper = Commands.builder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(complaints.toFile())
                .start();
        awaitPorts(keeper, complaints);
        long start = SandboxMachine.startOf(keeper.pid());
        Files.writeString(directory.resolve("keeper"), keeper.pid() + " " + start + " " + process + "\n");
    }

    boolean isAlive() {
        return beside().filter(known -> SandboxMachine.startOf(known.keeper()) == known.start())
                .isPresent();
    }

    /** The workload's first process. */
    Optional<Long> process() {
        return beside().map(Beside::process);
    }

    Optional<Integer> outerPort(int port) {
        try {
            return Files.readAllLines(directory.resolve("ports")).stream()
                    .map(line -> line.split(" "))
                    .filter(fields -> fields[0].equals(Integer.toString(port)))
                    .map(fields -> Integer.valueOf(fields[1]))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether it has killed the workload for its memory. */
    static boolean hasKilledForMemory(Slot slot) {
        return Files.exists(slot.directory().resolve(OUT_OF_MEMORY));
    }

    void end() throws IOException {
        if (isAlive()) {
            beside().flatMap(known -> ProcessHandle.of(known.keeper())).ifPresent(ProcessHandle::destroyForcibly);
        }
        Files.deleteIfExists(directory.resolve("keeper"));
        Files.deleteIfExists(directory.resolve("ports"));
    }

    private Optional<Beside> beside() {
        try {
            String[] fields =
                    Files.readString(directory.resolve("keeper")).strip().split(" ");
            return fields.length == 3
                    ? Optional.of(
                            new Beside(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2])))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void awaitPorts(Process keeper, Path complaints) throws WorkloadException, IOException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (Files.notExists(directory.resolve("ports"))) {
            if (!keeper.isAlive() || System.nanoTime() > until) {
                keeper.destroyForcibly();
                throw Commands.failed(List.of("perl", SCRIPT), Complaint.reason(Files.readString(complaints)));
            }
            pause();
        }
    }

    private void writeScript() throws IOException {
        try (InputStream script = Keeper.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new NoSuchFileException("the build lost the resource " + SCRIPT);
            }
            Files.copy(script, directory.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + SCRIPT, e);
        }
    }
}
