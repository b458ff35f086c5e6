package network.millrace.client.compose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import network.millrace.client.compose.Service.Mount;

/** The volumes of a service under the names that SDL gives them. */
final class Disks {
    /** What SDL calls the service's own disk. */
    private static final String OWN = "default";

    private static final long BYTES_MIN = 5L << 20;
    private static final long MEMORY_DEFAULT = 64L << 20;

    private Disks() {}

    /** @param size as SDL writes it */
    record Disk(String name, String path, boolean readOnly, boolean persistent, String size) {}

    static List<Disk> of(Service service, ComposeOptions options) {
        Set<String> taken = new HashSet<>(Set.of(OWN));
        List<Disk> disks = new ArrayList<>();
        for (Mount mount : service.mounts()) {
            boolean persistent = mount.kind() == Mount.Kind.PERSISTENT;
            String name = persistent
                    ? mount.volume()
                    : mount.path().substring(mount.path().lastIndexOf('/') + 1);
            disks.add(new Disk(
                    Names.free(name, taken),
                    mount.path(),
                    mount.readOnly(),
                    persistent,
                    size(mount, persistent, options)));
        }
        return disks;
    }

    private static String size(Mount mount, boolean persistent, ComposeOptions options) {
        if (mount.bytes() > 0) {
            return Sizes.sdl(atLeast(mount, mount.bytes()));
        }
        String size = persistent ? options.volumeSize() : Sizes.sdl(MEMORY_DEFAULT);
        mount.at()
                .changed("nothing says how large it is: " + size + " is asked for"
                        + (persistent ? " (--volume-size changes that)" : ""));
        return size;
    }

    private static long atLeast(Mount mount, long bytes) {
        if (bytes < BYTES_MIN) {
            mount.at().changed("a volume has at least " + Sizes.sdl(BYTES_MIN));
        }
        return Math.max(bytes, BYTES_MIN);
    }

    /** The size of the service's own disk. */
    static String own(Service service, ComposeOptions options) {
        long bytes = service.size().diskBytes();
        return bytes == 0 ? options.diskSize() : Sizes.sdl(Math.max(bytes, BYTES_MIN));
    }
}
