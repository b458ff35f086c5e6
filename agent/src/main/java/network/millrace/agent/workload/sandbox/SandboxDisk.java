package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/**
 * A workload's root file system: its image as the lower, read-only layer, and above it an ext4 file system in a file of exactly the
 * size of the disk limit. So the limit holds for everything written, without quotas of the host.
 */
final class SandboxDisk implements WritableLayer {

    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    @Override
    public void mountFresh(Slot slot, Path image, Path workload, long bytes) throws WorkloadException {
        try {
            unmount(slot);
            Path file = workload.resolve("disk.img");
            Files.deleteIfExists(file);
            requireSpace(workload, bytes);
            try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
                disk.setLength(bytes);
            }
            format(file);
            mount(slot, image, file);
        } catch (IOException e) {
            String detail = String.valueOf(e.getMessage());
            throw new WorkloadException(new WorkloadFault.RuntimeFailed("making the writable layer", detail), e);
        }
    }

    @Override
    public boolean isMounted(Slot slot) throws IOException {
        return mountPoints().contains(slot.root().toString());
    }

    @Override
    public void unmount(Slot slot) throws WorkloadException {
        try {
            for (Path point : List.of(slot.root(), slot.layer())) {
                if (mountPoints().contains(point.toString())) {
                    unmount(point);
                }
            }
        } catch (IOException e) {
            String detail = String.valueOf(e.getMessage());
            throw new WorkloadException(new WorkloadFault.RuntimeFailed("reading the list of mounts", detail), e);
        }
    }

    /** Detached when something still holds it: it then goes away with its last user, and cannot be entered anew. */
    private static void unmount(Path point) throws WorkloadException {
        if (!Commands.run(List.of("umount", point.toString())).isSuccess()) {
            Commands.require(List.of("umount", "-l", point.toString()));
        }
    }

    /** Without a journal: the layer does not outlive a crash of the machine anyway. */
    private static void format(Path file) throws WorkloadException {
        Commands.require(List.of(
                "mkfs.ext4",
                "-q",
                "-F",
                "-O",
                "^has_journal",
                "-m",
                "0",
                "-E",
                "nodiscard,lazy_itable_init=1",
                file.toString()));
    }

    private static void mount(Slot slot, Path image, Path file) throws WorkloadException, IOException {
        Path layer = slot.layer();
        Files.createDirectories(layer);
        Files.createDirectories(slot.root());
        Files.setPosixFilePermissions(layer, PosixFilePermissions.fromString("rwx------"));
        Commands.require(List.of("mount", "-o", "loop,nosuid,nodev,noatime", file.toString(), layer.toString()));
        Path upper = Files.createDirectories(layer.resolve("upper"));
        Path work = Files.createDirectories(layer.resolve("work"));
        Files.setAttribute(upper, "unix:uid", (int) slot.firstId());
        Files.setAttribute(upper, "unix:gid", (int) slot.firstId());
        String options =
                "nosuid,nodev,lowerdir=" + escape(image) + ",upperdir=" + escape(upper) + ",workdir=" + escape(work);
        Commands.require(List.of(
                "mount", "-t", "overlay", "-o", options, "overlay", slot.root().toString()));
    }

    private static void requireSpace(Path workload, long bytes) throws IOException, WorkloadException {
        long free = Files.getFileStore(workload).getUsableSpace();
        if (free < bytes) {
            String why = "only " + free + " of " + bytes + " bytes are free on this machine's disk";
            throw new WorkloadException(new WorkloadFault.LimitNotEnforceable("diskBytes", why));
        }
    }

    /** In overlay options a comma and a colon separate, and a backslash takes their meaning away. */
    static String escape(Path path) {
        return path.toString().replace("\\", "\\\\").replace(",", "\\,").replace(":", "\\:");
    }

    /** The kernel writes a space in a mount point as an octal escape; our own names have none. */
    private static List<String> mountPoints() throws IOException {
        return Files.readAllLines(MOUNTS).stream()
                .map(line -> line.split(" ")[1])
                .toList();
    }
}
