package network.millrace.agent.workload.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.millrace.agent.workload.WorkloadException;

/**
 * The writable layer of an ordinary user, who may mount no file system that lies in a file: a memory file system of exactly the size of
 * the disk limit. What is mounted as {@code /dev/shm} lies in it too.
 */
final class MemoryLayer implements WritableLayer {

    private static final String MOUNT =
            "set -e; umask 022; layer=$1/layer; mkdir -p \"$layer\" \"$1/root\"; chmod 711 \"$1\";"
                    + " mount -t tmpfs -o \"mode=700,nosuid,nodev,size=$2\" millrace \"$layer\";"
                    + " mkdir \"$layer/upper\" \"$layer/work\" \"$layer/shm\"; chmod 1777 \"$layer/shm\";"
                    + " chown \"$3:$3\" \"$layer/upper\" \"$layer/shm\";"
                    + " mount -t overlay -o \"userxattr,nosuid,nodev,lowerdir=$4,upperdir=$layer/upper,workdir=$layer/work\""
                    + " overlay \"$1/root\"";

    /** Detached when something still holds it: it then goes away with its last user, and cannot be entered anew. */
    private static final String UNMOUNT = "for point in \"$1/root\" \"$1/layer\"; do if mountpoint -q \"$point\"; then"
            + " umount \"$point\" || umount -l \"$point\" || exit 1; fi; done";

    private final HostAccess access;

    MemoryLayer(HostAccess access) {
        this.access = access;
    }

    @Override
    public void mountFresh(Slot slot, Path image, Path workload, long bytes) throws WorkloadException {
        unmount(slot);
        run(
                MOUNT,
                slot.mounts().toString(),
                Long.toString(bytes),
                Long.toString(slot.firstId()),
                SandboxDisk.escape(image));
    }

    @Override
    public boolean isMounted(Slot slot) throws WorkloadException {
        List<String> question =
                access.command(List.of("mountpoint", "-q", slot.root().toString()));
        return Commands.run(question).isSuccess();
    }

    @Override
    public void unmount(Slot slot) throws WorkloadException {
        run(UNMOUNT, slot.mounts().toString());
    }

    private void run(String script, String... arguments) throws WorkloadException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "millrace-layer"));
        command.addAll(List.of(arguments));
        Commands.require(access.command(command));
    }
}
