package network.millrace.agent.workload.docker;

import java.nio.file.Path;
import java.util.List;

/**
 * How an operator wants the Docker backend.
 *
 * @param home where this agent keeps what it knows of its workloads
 * @param engine where the Docker Engine listens, {@code unix:///path} or {@code tcp://127.0.0.1:port}
 */
public record DockerSettings(Path home, String engine, Images images, Logs logs, Network network) {

    /**
     * @param layoutDirectories below which {@code oci:} references may lie; a tenant must not name other files of this machine
     * @param unpackedBytesMax largest image, unpacked
     * @param storedBytesMax what the images that this agent brought may take; those unused for longest go first
     */
    public record Images(List<Path> layoutDirectories, long unpackedBytesMax, long storedBytesMax) {
        public Images {
            layoutDirectories = List.copyOf(layoutDirectories);
        }
    }

    /**
     * @param segmentBytes a new segment begins about here
     * @param keptBytes oldest segments go when a workload has more; the engine keeps as much until we have read it
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
     * @param egress whether workloads reach public addresses
     * @param nameservers that a workload's names are asked from
     * @param subnets first two bytes of the private /16 that workloads get their addresses from
     * @param publishAddress the address of this machine at which the agent reaches workloads' ports
     */
    public record Network(boolean egress, List<String> nameservers, String subnets, String publishAddress) {
        public Network {
            nameservers = List.copyOf(nameservers);
            if (!subnets.matches("10\\.[0-9]{1,3}|172\\.(1[6-9]|2[0-9]|3[01])|192\\.168")) {
                throw new IllegalArgumentException(
                        "the network is the first two numbers of a private address, as 10.214, not " + subnets);
            }
        }
    }

    /** The defaults below a home, with the engine that Docker's own tools would use; images are taken from registries only. */
    public static DockerSettings under(Path home) {
        return new DockerSettings(
                home.resolve("docker"),
                EngineAddress.ofThisMachine(),
                new Images(List.of(), 20L << 30, 60L << 30),
                new Logs(1L << 20, 16L << 20),
                new Network(true, List.of("1.1.1.1", "9.9.9.9"), "10.214", "127.0.0.1"));
    }

    public DockerSettings withLayoutDirectories(List<Path> directories) {
        Images changed = new Images(directories, images.unpackedBytesMax(), images.storedBytesMax());
        return new DockerSettings(home, engine, changed, logs, network);
    }
}
