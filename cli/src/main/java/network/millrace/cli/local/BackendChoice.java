package network.millrace.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.backends.Backends;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.image.Folders;

/**
 * What runs the workloads of a network on this machine: {@code sandbox} as root, else {@code docker}, else {@code sandbox} without root.
 *
 * @param limitations what holds here although it works, one sentence each
 */
public record BackendChoice(String name, List<String> limitations) {
    public BackendChoice {
        limitations = List.copyOf(limitations);
    }

    /**
     * The first backend that works here.
     *
     * @throws CommandFailure with what to install when none does
     */
    public static BackendChoice find() throws IOException {
        return first(Backends.byPreference());
    }

    /**
     * The backend that was asked for, or the first that works here when none was.
     *
     * @param wanted a name; empty when any will do
     * @throws CommandFailure with what to install when it does not work here
     */
    public static BackendChoice find(String wanted) throws IOException {
        if (wanted.isEmpty()) {
            return find();
        }
        if (!Backends.byPreference().contains(wanted)) {
            throw CommandFailure.missing("a backend is one of " + Backends.byPreference() + ", not \"" + wanted + "\"");
        }
        return first(List.of(wanted));
    }

    private static BackendChoice first(List<String> names) throws IOException {
        Map<String, Readiness> tried = new LinkedHashMap<>();
        for (String name : names) {
            Readiness readiness = check(name);
            if (readiness.isUsable()) {
                return new BackendChoice(name, readiness.limitations());
            }
            tried.put(name, readiness);
        }
        throw CommandFailure.missing(sentence(tried));
    }

    /** What to do for each that was tried; one of them is enough. */
    static String sentence(Map<String, Readiness> tried) {
        String beginning = tried.size() == 1
                ? "it does not work here. "
                : "nothing here can run workloads; one of these is enough. ";
        return beginning
                + tried.entrySet().stream()
                        .map(one -> one.getKey() + ": " + one.getValue().sentence())
                        .collect(Collectors.joining(". "))
                + ". As root, ./millrace demo and ./millrace up install what the sandbox needs by themselves.";
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
