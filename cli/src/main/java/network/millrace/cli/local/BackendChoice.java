package network.millrace.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.backends.Backends;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.image.Folders;

/**
 * What runs the workloads of a network on this machine. There is one real backend today, {@code sandbox}; a Docker backend would be tried after it.
 *
 * @param limitations what holds here although it works, one sentence each
 */
public record BackendChoice(String name, List<String> limitations) {
    private static final String SANDBOX = "sandbox";

    public BackendChoice {
        limitations = List.copyOf(limitations);
    }

    /**
     * The first backend that works here.
     *
     * @throws CommandFailure with what to install when none does
     */
    public static BackendChoice find() throws IOException {
        Readiness readiness = check(SANDBOX);
        if (readiness.isUsable()) {
            return new BackendChoice(SANDBOX, readiness.limitations());
        }
        throw CommandFailure.missing("nothing here can run workloads. The sandbox is " + readiness.sentence()
                + ". As root, ./millrace demo and ./millrace up install what is missing by themselves. (Docker is not used: Millrace has no Docker"
                + " backend yet.)");
    }

    private static Readiness check(String name) throws IOException {
        Path home = Files.createTempDirectory("millrace-check-");
        try (WorkloadBackend backend = Backends.open(name, home, List.of(), InstantSource.system())) {
            return backend.check();
        } catch (WorkloadException unusable) {
            return new Readiness(
                    List.of(new Readiness.MissingPart(
                            String.valueOf(unusable.getMessage()), "mend that and try again")),
                    List.of());
        } finally {
            Folders.delete(home);
        }
    }
}
