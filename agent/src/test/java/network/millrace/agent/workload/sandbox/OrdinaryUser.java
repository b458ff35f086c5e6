package network.millrace.agent.workload.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A user of this machine without any right, made for a test that runs as root, with a home that nobody else may enter and
 * subordinate ids. To be removed, with all that runs as it.
 */
final class OrdinaryUser {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String name;
    private final Path home;

    private OrdinaryUser(String name) {
        this.name = name;
        this.home = Path.of("/home", name);
    }

    static OrdinaryUser create() throws Exception {
        OrdinaryUser user = new OrdinaryUser("mrtest" + ProcessHandle.current().pid());
        Commands.require(List.of("useradd", "--create-home", "--shell", "/bin/sh", user.name));
        Files.setPosixFilePermissions(user.home, PosixFilePermissions.fromString("rwx------"));
        return user;
    }

    /** Begins a command that runs a class of the tests' class path, as the user of this process. */
    static List<String> self() {
        return List.of(javaProgram(), "-Xmx256m", "-cp", System.getProperty("java.class.path"));
    }

    /** The same as this user, with the class path copied to where it may read it. */
    List<String> java() throws Exception {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid", name, "--regid", name, "--init-groups"));
        command.addAll(List.of("env", "-C", home.toString(), "HOME=" + home, "USER=" + name));
        command.add(javaProgram());
        command.addAll(List.of("-Xmx256m", "-Duser.home=" + home, "-Djava.io.tmpdir=" + home.resolve("tmp")));
        command.addAll(List.of("-cp", classPath()));
        return command;
    }

    void remove() throws Exception {
        Commands.run(List.of("pkill", "-KILL", "-u", name));
        SandboxRig.await(() -> !Commands.run(List.of("pgrep", "-u", name)).isSuccess());
        Commands.require(List.of("userdel", "--remove", name), "", LIMIT);
    }

    private static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String classPath() throws Exception {
        Path copies = Files.createDirectories(home.resolve("classes"));
        Files.createDirectories(home.resolve("tmp"));
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path original = Path.of(entry);
            if (Files.exists(original)) {
                Path copy = copies.resolve(entries.size() + "-" + original.getFileName());
                copy(original, copy);
                entries.add(copy.toString());
            }
        }
        Commands.require(List.of("chown", "-R", name + ":" + name, home.toString()), "", LIMIT);
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
