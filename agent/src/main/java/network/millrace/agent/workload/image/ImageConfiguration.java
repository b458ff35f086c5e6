package network.millrace.agent.workload.image;

import java.util.List;

/**
 * What an image says about how it is started, as in the OCI image specification.
 *
 * @param environment {@code NAME=value} each
 * @param stopSignal a name or number; empty means SIGTERM
 */
public record ImageConfiguration(
        List<String> entrypoint, List<String> command, List<String> environment, Place place, String stopSignal) {

    /**
     * Where and as whom the program runs.
     *
     * @param user a name, {@code uid}, or {@code uid:gid}; empty means root
     */
    public record Place(String workingDirectory, String user) {}

    public ImageConfiguration {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    /** Runs {@code entrypoint} as root in the root directory. */
    public static ImageConfiguration running(List<String> entrypoint, List<String> environment) {
        return new ImageConfiguration(entrypoint, List.of(), environment, new Place("/", ""), "");
    }
}
