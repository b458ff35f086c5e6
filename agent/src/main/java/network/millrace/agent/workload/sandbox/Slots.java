package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/**
 * Claims slots. A slot is claimed by making its directory, which only one of several agents can do; a file inside names the
 * workload that owns it. A slot whose workload's directory is gone is stale and is cleaned before it is used again.
 */
final class Slots {

    private static final String OWNER = "owner";
    private static final Duration UNNAMED_MAX = Duration.ofMinutes(1);

    private final SandboxSettings.HostShare share;
    private final SlotCleaning cleaning;

    /** Removes what a slot's former workload still holds of the machine. */
    interface SlotCleaning {
        void clean(Slot slot) throws WorkloadException, IOException;
    }

    Slots(SandboxSettings.HostShare share, SlotCleaning cleaning) {
        this.share = share;
        this.cleaning = cleaning;
    }

    Slot slot(int number) {
        return new Slot(number, share);
    }

    /** The lowest free slot, since images are unpacked per slot and low ones have them already. */
    Slot claim(Path workload) throws WorkloadException {
        try {
            Files.createDirectories(share.directory());
            Files.setPosixFilePermissions(share.directory(), PosixFilePermissions.fromString("rwx--x--x"));
            for (int number = 0; number < share.ids().slots(); number++) {
                Slot slot = slot(number);
                if (tryClaim(slot, workload)) {
                    return slot;
                }
            }
        } catch (IOException e) {
            throw failed("claiming a slot below " + share.directory(), e);
        }
        throw new WorkloadException(new WorkloadFault.RuntimeFailed(
                "claiming a slot", "all " + share.ids().slots() + " are taken"));
    }

    boolean isOwner(Slot slot, Path workload) {
        try {
            return Files.readString(slot.directory().resolve(OWNER)).equals(workload.toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether any agent of this machine holds a slot. */
    boolean isAnyClaimed() throws IOException {
        try (var entries = Files.list(share.directory())) {
            return entries.anyMatch(Files::isDirectory);
        }
    }

    void release(Slot slot) throws WorkloadException {
        try {
            DirectoryTree.delete(slot.directory());
        } catch (IOException e) {
            throw failed("releasing slot " + slot.number(), e);
        }
    }

    private boolean tryClaim(Slot slot, Path workload) throws IOException, WorkloadException {
        try {
            Files.createDirectory(slot.directory());
        } catch (FileAlreadyExistsException e) {
            return isStale(slot) && takeOver(slot, workload);
        }
        return own(slot, workload);
    }

    private boolean takeOver(Slot slot, Path workload) throws IOException, WorkloadException {
        cleaning.clean(slot);
        release(slot);
        return tryClaim(slot, workload);
    }

    private static boolean own(Slot slot, Path workload) throws IOException {
        Files.setPosixFilePermissions(slot.directory(), PosixFilePermissions.fromString("rwx--x--x"));
        Files.writeString(slot.directory().resolve(OWNER), workload.toString());
        return true;
    }

    private static boolean isStale(Slot slot) throws IOException {
        try {
            return !Files.isDirectory(Path.of(Files.readString(slot.directory().resolve(OWNER))));
        } catch (NoSuchFileException e) {
            return isOld(slot.directory());
        }
    }

    /** Between making the directory and naming its owner lies a moment in which nobody else may take it. */
    private static boolean isOld(Path directory) throws IOException {
        Instant made = Files.getLastModifiedTime(directory).toInstant();
        return made.plus(UNNAMED_MAX).isBefore(Instant.now());
    }

    private static WorkloadException failed(String action, IOException cause) {
        return new WorkloadException(
                new WorkloadFault.RuntimeFailed(action, String.valueOf(cause.getMessage())), cause);
    }
}
