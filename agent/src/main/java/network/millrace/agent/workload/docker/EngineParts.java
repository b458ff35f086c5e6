package network.millrace.agent.workload.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.Readiness.MissingPart;
import network.millrace.agent.workload.WorkloadException;

/** What the Docker backend needs of a machine, and what holds although it works. */
final class EngineParts {

    private static final Path SWAPS = Path.of("/proc/swaps");

    private EngineParts() {}

    static Readiness check(Engine engine, DockerSettings settings) {
        if (!EngineAddress.isHere(settings.engine())) {
            String remedy =
                    "unset DOCKER_HOST, or point it to an engine of this machine (unix:// or tcp://127.0.0.1), not "
                            + settings.engine();
            return new Readiness(List.of(new MissingPart("a Docker Engine on this machine", remedy)), List.of());
        }
        try {
            EngineFacts facts = engine.facts();
            List<MissingPart> missing = new ArrayList<>(facts.missing(hasSwap()));
            if (facts.isDesktop() && !settings.network().egress()) {
                missing.add(new MissingPart(
                        "a way to switch egress off under Docker Desktop", "use an engine on Linux, or allow egress"));
            }
            return new Readiness(missing, limitations(facts));
        } catch (WorkloadException e) {
            return new Readiness(List.of(silent(settings.engine(), e)), List.of());
        }
    }

    /** No engine, or one that this user may not ask; the difference is what to do. */
    private static MissingPart silent(String engine, WorkloadException why) {
        Path socket = Path.of(EngineAddress.socket(engine));
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            return new MissingPart(
                    "the right to use the Docker Engine at " + engine,
                    "sudo usermod -aG docker " + System.getProperty("user.name") + ", then log in again");
        }
        boolean installed =
                Files.isExecutable(Path.of("/usr/bin/dockerd")) || Files.isExecutable(Path.of("/usr/sbin/dockerd"));
        return new MissingPart(
                "a Docker Engine that answers at " + engine + " (" + why.getMessage() + ")",
                installed ? "sudo systemctl start docker" : "sudo apt-get install -y docker.io");
    }

    static List<String> limitations(EngineFacts facts) {
        List<String> limitations = new ArrayList<>();
        limitations.add("whoever may use the Docker Engine is root on this machine, and so is this agent");
        if (!facts.remapsUsers()) {
            limitations.add(
                    "the engine has no userns-remap: root in a container is root's user id outside, held only by"
                            + " capabilities, seccomp and namespaces");
        }
        if (!facts.storage().quota()) {
            limitations.add("the storage driver " + facts.storage().driver()
                    + " has no quota here: a workload that exceeds its disk limit is ended within seconds, not held");
        }
        if (facts.isDesktop()) {
            limitations.add("under Docker Desktop workloads reach this machine's services and local network");
        }
        limitations.add("workloads have no IPv6");
        return limitations;
    }

    /** Without accounting, a workload could take swap on top of its memory. */
    private static boolean hasSwap() {
        try {
            return Files.exists(SWAPS) && Files.readAllLines(SWAPS).size() > 1;
        } catch (IOException e) {
            return true;
        }
    }
}
