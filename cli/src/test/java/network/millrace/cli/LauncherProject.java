package network.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A project of one class around a copy of the launcher script. Its build is a shell script with the
 * interface of the Maven wrapper, so that a test takes seconds and can hold the build at a gate.
 */
final class LauncherProject {
    private static final Path SCRIPT =
            Path.of("..", "millrace").toAbsolutePath().normalize();

    /** Everything the script calls, apart from flock and the packages that it installs. */
    private static final List<String> TOOLS = List.of(
            "sh",
            "dirname",
            "readlink",
            "find",
            "sort",
            "cksum",
            "head",
            "cut",
            "sed",
            "tee",
            "cat",
            "rm",
            "mkdir",
            "mv",
            "ln",
            "cp",
            "touch",
            "ls",
            "id",
            "sha256sum",
            "sleep",
            "mkfifo",
            "awk");

    /** As the script writes it, "command:package". */
    private static final Pattern PROGRAM = Pattern.compile("([a-z0-9.]+):[a-z0-9-]+");

    private static final String BUILD = """
            #!/bin/sh
            set -e
            case "$*" in
                *verify*)
                    mkdir -p a/target/surefire-reports b/target/surefire-reports
                    echo '<testsuite name="A" time="0.1" tests="5" errors="1" skipped="1" failures="1">' >a/target/surefire-reports/TEST-A.xml
                    echo '<testsuite name="B" time="0.1" tests="3" errors="0" skipped="0" failures="0">' >b/target/surefire-reports/TEST-B.xml
                    exit 1 ;;
            esac
            echo build >>builds
            if [ -p gate ]; then read -r opened <gate; fi
            rm -rf cli/target/quick/classes
            "$JAVA_HOME/bin/javac" -d cli/target/quick/classes cli/src/main/java/network/millrace/cli/*.java
            "$JAVA_HOME/bin/jar" --create --file cli/target/quick/millrace-cli-1.jar -C cli/target/quick/classes .
            : >cli/target/quick/runtime-class-path
            """;

    private final Path root;

    private LauncherProject(Path root) {
        this.root = root;
    }

    /** Lays the project out in a folder whose name has a space in it. */
    static LauncherProject in(Path folder) throws IOException {
        var project = new LauncherProject(folder.resolve("a project"));
        Files.createDirectories(project.root.resolve(".mvn"));
        Files.createDirectories(project.sources());
        Files.copy(SCRIPT, project.root.resolve("millrace"));
        project.writeScript("mvnw", BUILD);
        Files.writeString(project.root.resolve("pom.xml"), "<project/>");
        Files.writeString(project.root.resolve("cli/pom.xml"), "<project/>");
        return project;
    }

    /** The programs that the script looks for before tests: those of the sandbox and the tests' own. */
    static List<String> programsOfTheTests() throws IOException {
        return Files.readString(SCRIPT)
                .lines()
                .filter(line -> line.startsWith("sandbox_programs=") || line.startsWith("test_programs="))
                .flatMap(line -> PROGRAM.matcher(line).results())
                .map(program -> program.group(1))
                .toList();
    }

    /** Writes the main class: it prints the text and its arguments, and exits with the number of arguments. */
    void writeMain(String text) throws IOException {
        writeClass("Millrace", """
                package network.millrace.cli;
                class Millrace {
                    public static void main(String[] args) {
                        System.out.println("%s" + java.util.List.of(args));
                        System.exit(args.length == 1 && args[0].equals("--help") ? 0 : args.length);
                    }
                }
                """.formatted(text));
    }

    /** Writes a main class that says so on standard error, where the launcher told it to, and exits with 4. */
    void writeMainThatFails() throws IOException {
        writeClass("Millrace", """
                package network.millrace.cli;
                class Millrace {
                    public static void main(String[] args) throws Exception {
                        String name = System.getProperty("millrace.stderr", "/proc/self/fd/2");
                        try (var errors = new java.io.PrintStream(new java.io.FileOutputStream(name, true))) {
                            errors.println("not exact");
                        }
                        System.out.println("computed");
                        System.exit(4);
                    }
                }
                """);
    }

    void writeClass(String name, String source) throws IOException {
        Files.writeString(sources().resolve(name + ".java"), source);
    }

    void deleteClass(String name) throws IOException {
        Files.delete(sources().resolve(name + ".java"));
    }

    void writeScript(String name, String content) throws IOException {
        Path script = root.resolve(name);
        Files.createDirectories(script.getParent());
        Files.writeString(script, content);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + script + " executable");
        }
    }

    /** A folder that leads to the tools that the script needs, for a PATH without anything else. */
    Path folderOfTools() throws IOException {
        Path folder = root.resolve("tools");
        for (String tool : TOOLS) {
            writeScript("tools/" + tool, "#!/bin/sh\nexec %s \"$@\"\n".formatted(find(tool)));
        }
        return folder;
    }

    Path mainSource() {
        return sources().resolve("Millrace.java");
    }

    Path root() {
        return root;
    }

    long builds() throws IOException {
        Path log = root.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    List<Path> caches() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("target/launcher"))) {
            return files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return start(Map.of(), arguments).finish();
    }

    Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return start(environment, arguments).finish();
    }

    /** Starts the launcher with the JDK of this test; an empty value in the environment removes the variable. */
    Start start(Map<String, String> environment, String... arguments) throws IOException {
        Path errors = Files.createTempFile(root, "errors", ".txt");
        return new Start(
                builder(environment, arguments).redirectError(errors.toFile()).start(), errors);
    }

    private ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        var command = Stream.concat(Stream.of(root.resolve("millrace").toString()), Stream.of(arguments));
        var builder = new ProcessBuilder(new ArrayList<>(command.toList()));
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_") || name.equals("CI"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    /** What a program's standard error may be, beside a terminal. */
    enum ErrorStream {
        FILE,
        PIPE,
        SOCKET
    }

    /** Runs the build as it is. */
    Run runWith(ErrorStream stream, String... arguments) throws IOException, InterruptedException {
        return switch (stream) {
            case FILE -> run(arguments);
            case PIPE -> {
                Process process = builder(Map.of(), arguments).start();
                yield run(process, process.getErrorStream());
            }
            case SOCKET -> {
                try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    String command = "exec \"$@\" 2>/dev/tcp/127.0.0.1/" + server.getLocalPort();
                    ProcessBuilder builder = builder(Map.of(), arguments);
                    builder.command().addAll(0, List.of("bash", "-c", command, "bash"));
                    Process process = builder.start();
                    try (Socket connection = server.accept()) {
                        yield run(process, connection.getInputStream());
                    }
                }
            }
        };
    }

    private static Run run(Process process, InputStream errors) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String said = new String(errors.readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output.strip(), said.strip());
    }

    private Path sources() {
        return root.resolve("cli/src/main/java/network/millrace/cli");
    }

    private static Path find(String tool) {
        return Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this test needs the program " + tool));
    }

    /** A launcher that is running. */
    record Start(Process process, Path errors) {
        Run finish() throws IOException, InterruptedException {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output.strip(), errorsSoFar());
        }

        String errorsSoFar() throws IOException {
            return Files.readString(errors).strip();
        }
    }

    /** What a launcher left behind. */
    record Run(int exitCode, String output, String errors) {}
}
