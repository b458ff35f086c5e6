package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;

/** The container of one workload: brought up, looked at and taken away. Knows nothing of policies; called under the sandbox's lock. */
final class ContainerRun {

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_MS = 20;

    private final SandboxMachine machine;
    private final WorkloadFiles files;
    private final WorkloadId id;

    ContainerRun(SandboxMachine machine, WorkloadFiles files, WorkloadId id) {
        this.machine = machine;
        this.files = files;
        this.id = id;
    }

    /** Makes the container in place of any former one; its program waits. */
    RunRecord.Place create(Slot slot, Limits limits) throws WorkloadException, IOException {
        machine.containers().delete(id);
        long monitor =
                machine.containers().create(id, files, machine.host().limits().prefix(slot, limits));
        return new RunRecord.Place(slot.number(), SandboxMachine.boot(), monitor, SandboxMachine.startOf(monitor));
    }

    /** Lets the program go, once its limits were seen to hold and its network is closed as it should be. */
    void start(Slot slot, WorkloadSpec spec) throws WorkloadException, IOException {
        long process = Containers.firstProcess(files);
        machine.host().limits().requireApplied(slot, process, spec.limits());
        machine.host().network().connect(slot, process, spec);
        machine.containers().start(id);
    }

    /** Puts right what the running container has lost of its connections. */
    void keep(Slot slot, WorkloadSpec spec) throws WorkloadException, IOException {
        machine.host().network().keep(slot, Containers.firstProcess(files), spec);
    }

    /** Empty while it runs under its monitor. Without a monitor nobody will ever know the code: then it is {@code lost}. */
    OptionalInt exitCode(RunRecord.Place place, int lost) throws IOException {
        OptionalInt code = exitCode();
        if (code.isPresent() || isWatched(place)) {
            return code;
        }
        // The monitor writes the code before it ends, so a look after its end is the last that is needed.
        return OptionalInt.of(exitCode().orElse(lost));
    }

    /** The real time of the end, also when no agent was there to see it. */
    Instant endedAt() throws IOException {
        try {
            return Files.getLastModifiedTime(exitFile()).toInstant();
        } catch (NoSuchFileException e) {
            return machine.clock().instant();
        }
    }

    /** Asks it to end, and kills it after {@code grace}. */
    void end(RunRecord.Place place, Duration grace, String signal) throws WorkloadException, IOException {
        machine.containers().signal(id, signal);
        if (!awaitEnd(place, grace)) {
            machine.containers().signal(id, "KILL");
            awaitEnd(place, KILL_LIMIT);
        }
    }

    /** Removes the container and waits for its monitor, which would otherwise still write into files about to go. */
    void remove(RunRecord.Place place) throws WorkloadException, IOException {
        machine.containers().delete(id);
        Instant until = machine.clock().instant().plus(KILL_LIMIT);
        while (isWatched(place) && machine.clock().instant().isBefore(until)) {
            pause();
        }
        if (isWatched(place)) {
            ProcessHandle.of(place.monitor()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private boolean awaitEnd(RunRecord.Place place, Duration limit) throws IOException {
        Instant until = machine.clock().instant().plus(limit);
        while (exitCode().isEmpty() && isWatched(place)) {
            if (!machine.clock().instant().isBefore(until)) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static boolean isWatched(RunRecord.Place place) throws IOException {
        return place.boot().equals(SandboxMachine.boot()) && SandboxMachine.isAlive(place);
    }

    private OptionalInt exitCode() throws IOException {
        try {
            String text = Files.readString(exitFile()).strip();
            return text.matches("[0-9]{1,3}") ? OptionalInt.of(Integer.parseInt(text) & 0xff) : OptionalInt.empty();
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        }
    }

    private Path exitFile() {
        return files.exits().resolve(id.value());
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a container's end", e);
        }
    }
}
