package network.millrace.agent.workload.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * How an operator wants the sandbox.
 *
 * @param home where this agent keeps images and workloads
 */
public record SandboxSettings(Path home, HostShare share, Images images, Logs logs, Network network) {

    /**
     * What the agents of one machine divide among themselves by slots. Must be the same for all of them.
     *
     * @param directory where slots are claimed; another one after a reboot, or on a file system that a reboot empties
     * @param mounts where root file systems are mounted, below directories that everybody may enter
     * @param network first two bytes of the private /16 that workloads get their addresses from
     */
    public record HostShare(Path directory, Path mounts, Ids ids, String network) {
        public HostShare {
            if (!network.matches("10\\.[0-9]{1,3}|172\\.(1[6-9]|2[0-9]|3[01])|192\\.168")) {
                throw new IllegalArgumentException(
                        "the network is the first two numbers of a private address, as 10.197, not " + network);
            }
        }

        /** Root's own. */
        public static HostShare standard() {
            Path directory = Path.of("/run/millrace");
            return new HostShare(directory, directory, new Ids(1L << 30, Slot.IDS, Ids.SLOTS_MAX), "10.197");
        }
    }

    /**
     * The user and group ids that workloads get.
     *
     * @param first of all, as the one who starts containers sees it
     * @param perSlot how many each slot takes
     */
    public record Ids(long first, int perSlot, int slots) {

        /** As many /30 networks as a /16 has. */
        static final int SLOTS_MAX = 16_384;

        /** Fewer would not hold the users that images commonly have. */
        static final int PER_SLOT_MIN = 2_048;

        public Ids {
            if (perSlot < PER_SLOT_MIN || perSlot > Slot.IDS || slots < 1 || slots > SLOTS_MAX) {
                throw new IllegalArgumentException("a slot takes " + PER_SLOT_MIN + " to " + Slot.IDS
                        + " ids and there are 1 to " + SLOTS_MAX + " slots, not " + perSlot + ", " + slots);
            }
            long last = first + (long) perSlot * slots;
            if (first < 1 || last > Integer.MAX_VALUE + 1L) {
                throw new IllegalArgumentException("first id must be above 0 and leave room, not " + first);
            }
        }
    }

    /**
     * @param layoutDirectories below which {@code oci:} references may lie; a tenant must not name other files of this machine
     * @param plainHttpRegistries hosts ({@code name:port}) that are asked without TLS
     * @param unpackedBytesMax largest image, unpacked
     * @param storedBytesMax what the store may hold; the images unused for longest go first
     */
    public record Images(
            List<Path> layoutDirectories,
            List<String> plainHttpRegistries,
            long unpackedBytesMax,
            long storedBytesMax) {
        public Images {
            layoutDirectories = List.copyOf(layoutDirectories);
            plainHttpRegistries = List.copyOf(plainHttpRegistries);
        }
    }

    /**
     * @param segmentBytes a new segment begins about here
     * @param keptBytes oldest segments go when a workload has more
     */
    public record Logs(long segmentBytes, long keptBytes) {
        public Logs {
            if (segmentBytes < 4_096 || keptBytes < segmentBytes) {
                throw new IllegalArgumentException(
                        "segments have at least 4096 bytes and one must fit what is kept, not " + segmentBytes + ", "
                                + keptBytes);
            }
        }
    }

    /**
     * @param egress whether workloads reach public addresses; never private ones
     * @param nameservers written into {@code resolv.conf} when there is egress
     */
    public record Network(boolean egress, List<String> nameservers) {
        public Network {
            nameservers = List.copyOf(nameservers);
            for (String nameserver : nameservers) {
                if (!nameserver.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
                    throw new IllegalArgumentException("a nameserver is an IPv4 address, not \"" + nameserver + "\"");
                }
            }
        }
    }

    /** The defaults below a home; images are taken from registries only. */
    public static SandboxSettings under(Path home) {
        return new SandboxSettings(
                home,
                SandboxParts.isRoot() ? HostShare.standard() : SubordinateIds.share(),
                new Images(List.of(), List.of(), 20L << 30, 60L << 30),
                new Logs(1L << 20, 16L << 20),
                new Network(SandboxParts.isRoot(), List.of("1.1.1.1", "9.9.9.9")));
    }

    public SandboxSettings withLayoutDirectories(List<Path> directories) {
        Images changed = new Images(
                directories, images.plainHttpRegistries(), images.unpackedBytesMax(), images.storedBytesMax());
        return new SandboxSettings(home, share, changed, logs, network);
    }
}
