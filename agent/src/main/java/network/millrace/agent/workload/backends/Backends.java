package network.millrace.agent.workload.backends;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.docker.DockerBackend;
import network.millrace.agent.workload.docker.DockerSettings;
import network.millrace.agent.workload.sandbox.SandboxBackend;
import network.millrace.agent.workload.sandbox.SandboxSettings;
import network.millrace.agent.workload.scripted.ScriptedBackend;
import network.millrace.agent.workload.scripted.ScriptedMachine;

/** The backends there are, one line each. */
public final class Backends {

    public static final List<String> NAMES = List.of("sandbox", "docker", "scripted");

    private static final String SANDBOX = "sandbox";
    private static final String DOCKER = "docker";

    private Backends() {}

    /** Those that really run something, the one first that a network on this machine should take if it works. */
    public static List<String> byPreference() {
        return byPreference(SandboxBackend.hasAllRights());
    }

    /** The same as the backend of this name will say when it is open. */
    public static boolean keepsFilesInMemory(String name) {
        return name.equals(SANDBOX) && !SandboxBackend.hasAllRights();
    }

    /** Without root the sandbox cannot enforce every limit, so Docker, whose daemon can, goes before it. */
    static List<String> byPreference(boolean root) {
        List<String> order = root ? List.of(SANDBOX, DOCKER) : List.of(DOCKER, SANDBOX);
        return order.stream().filter(NAMES::contains).toList();
    }

    /**
     * Opens a backend with its defaults; what ran on this home before is adopted.
     *
     * @param layoutDirectories where {@code oci:} images may lie; empty allows none
     * @throws WorkloadException when the home cannot be used
     * @throws IllegalArgumentException when there is no backend of this name
     */
    public static WorkloadBackend open(String name, Path home, List<Path> layoutDirectories, InstantSource clock)
            throws WorkloadException {
        return switch (name) {
            case "sandbox" ->
                SandboxBackend.open(SandboxSettings.under(home).withLayoutDirectories(layoutDirectories), clock);
            case "docker" ->
                DockerBackend.open(DockerSettings.under(home).withLayoutDirectories(layoutDirectories), clock);
            case "scripted" -> new ScriptedBackend(ScriptedMachine.large(), clock);
            default -> throw new IllegalArgumentException("a backend is one of " + NAMES + ", not \"" + name + "\"");
        };
    }
}
