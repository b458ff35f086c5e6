package network.millrace.agent.workload.docker;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Where the Docker Engine is, as Docker's own tools find it: {@code DOCKER_HOST}, else the usual sockets. */
final class EngineAddress {

    private static final String STANDARD = "/var/run/docker.sock";

    private EngineAddress() {}

    static String ofThisMachine() {
        return find(System.getenv(), Files::exists);
    }

    /** The first socket that is there; the standard one when none is, so that a message names the place where it was expected. */
    static String find(Map<String, String> environment, Predicate<Path> exists) {
        String named = environment.getOrDefault("DOCKER_HOST", "");
        if (!named.isBlank()) {
            return named.strip();
        }
        List<String> sockets = new ArrayList<>(List.of(STANDARD));
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isBlank()) {
            sockets.add(runtime + "/docker.sock");
        }
        String home = environment.getOrDefault("HOME", "");
        if (!home.isBlank()) {
            sockets.add(home + "/.docker/run/docker.sock");
            sockets.add(home + "/.docker/desktop/docker.sock");
        }
        String found = sockets.stream()
                .filter(socket -> exists.test(Path.of(socket)))
                .findFirst()
                .orElse(STANDARD);
        return "unix://" + found;
    }

    /** Whether the engine is on this machine: it must be, because workloads' ports are published for this machine only. */
    static boolean isHere(String engine) {
        if (engine.startsWith("unix://")) {
            return true;
        }
        String host =
                engine.startsWith("tcp://") ? String.valueOf(URI.create(engine).getHost()) : "";
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** The socket's file; empty text when the engine listens elsewhere. */
    static String socket(String engine) {
        return engine.startsWith("unix://") ? engine.substring("unix://".length()) : "";
    }
}
