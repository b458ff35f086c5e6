package network.millrace.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.agent.AgentHome;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.backends.Backends;
import network.millrace.cli.command.Home;
import network.millrace.cli.image.Folders;

/** The workloads of all providers of a home, when no agent is there any more. */
public record Workloads(Home home, String backend) {
    /** Ends and wipes all of them, and the home with everything in it. */
    public void wipeWithHome() throws IOException {
        for (Path provider : providers()) {
            wipe(new AgentHome(provider).workloads());
        }
        Folders.delete(home.folder());
    }

    private List<Path> providers() throws IOException {
        if (!Files.isDirectory(home.providers())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(home.providers())) {
            return folders.sorted().toList();
        }
    }

    private void wipe(Path workloads) throws IOException {
        if (!Files.isDirectory(workloads)) {
            return;
        }
        try (WorkloadBackend runtime = Backends.open(backend, workloads, List.of(), InstantSource.system())) {
            runtime.wipe();
        } catch (WorkloadException failure) {
            throw new IOException("cannot end the workloads in " + workloads + ": " + failure.getMessage(), failure);
        }
    }
}
