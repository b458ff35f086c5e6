package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./millrace demo} as somebody runs it who is not root and may use Docker: no capability, no right but that to the engine's
 * socket. Engine and demo share a network namespace of their own, so that the machine's firewall stays as it is.
 */
@Timeout(600)
class DockerDemoTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path ENGINE =
            ROOT.resolve("agent/src/test/resources/network/millrace/agent/workload/docker/engine.sh");
    private static final String NAME = "mrc" + ProcessHandle.current().pid();
    private static final String SOMEBODY = "4343";

    @TempDir
    Path folder;

    private List<Process> engines = List.of();

    @BeforeEach
    void startEngine() throws Exception {
        boolean possible = isRoot() && isInstalled("dockerd") && isInstalled("setpriv") && isInstalled("nsenter");
        if (!possible) {
            assertThat(System.getenv("CI"))
                    .as("in CI the real parts must be there")
                    .isNotEqualTo("true");
        }
        assumeTrue(possible, "needs root and a Docker Engine of its own; apt-get install -y docker.io util-linux");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        int subnet = (int) (ProcessHandle.current().pid() % (1 << 13)) * 4;
        String prefix = "198.18." + subnet / 256 + ".";
        Process engine = new ProcessBuilder(
                        "sh",
                        ENGINE.toString(),
                        folder.toString(),
                        NAME,
                        prefix + (subnet % 256 + 1),
                        prefix + (subnet % 256 + 2))
                .redirectErrorStream(true)
                .start();
        engines = List.of(engine);
        awaitReady(engine);
        run(Map.of(), "chgrp", SOMEBODY, socket().toString());
        run(Map.of(), "chmod", "660", socket().toString());
    }

    @AfterEach
    void endEngine() throws Exception {
        for (Process engine : engines) {
            engine.outputWriter(StandardCharsets.UTF_8).close();
            assertThat(engine.waitFor(60, TimeUnit.SECONDS))
                    .as("the engine ended")
                    .isTrue();
        }
    }

    @Test
    void demoHoldsForSomebodyWhoMayOnlyUseDocker() throws Exception {
        run(
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                ROOT.resolve("millrace").toString(),
                "--version");
        boolean readable =
                run(Map.of(), asSomebody("test", "-r", ROOT.resolve("millrace").toString())) == 0;
        assumeTrue(readable, "needs a checkout that others than its owner may read");
        Path home = Files.createDirectory(folder.resolve("somebody"));
        run(Map.of(), "chown", SOMEBODY, home.toString());
        Path told = folder.resolve("told.txt");

        Process demo = builder(
                        Map.of(
                                "JAVA_HOME",
                                System.getProperty("java.home"),
                                "DOCKER_HOST",
                                "unix://" + socket(),
                                "HOME",
                                home.toString(),
                                "MILLRACE_JAVA_OPTS",
                                "-Djava.io.tmpdir=" + home,
                                "MILLRACE_SKIP_BUILD",
                                "1"),
                        asSomebody(ROOT.resolve("millrace").toString(), "demo", "--output", "json"))
                .redirectError(told.toFile())
                .start();
        String answer = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(demo.waitFor()).as(Files.readString(told)).isZero();
        assertThat(answer).contains("{\"ok\":true,", "\"conserved\":true");
        assertThat(Files.readString(told)).contains("docker: each workload", "kill -9", "same program since");
        assertThat(containers()).isEqualTo("[]");
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("millrace-demo")))
                    .isEmpty();
        }
    }

    /** By the engine's own words, over HTTP 1.0, which ends with the connection. */
    private String containers() throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            channel.write(
                    ByteBuffer.wrap("GET /containers/json?all=1 HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(answer.indexOf("\r\n\r\n")).strip();
        }
    }

    private Path socket() {
        return folder.resolve("engine.sock");
    }

    private static List<String> asSomebody(String... command) {
        List<String> words = new ArrayList<>(List.of(
                "nsenter",
                "--net=/run/netns/" + NAME,
                "setpriv",
                "--reuid=" + SOMEBODY,
                "--regid=" + SOMEBODY,
                "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all"));
        words.addAll(List.of(command));
        return words;
    }

    private static void awaitReady(Process engine) throws IOException {
        var said = engine.inputReader(StandardCharsets.UTF_8);
        List<String> before = new ArrayList<>();
        for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
            assertThat(line).as(String.join("\n", before)).isNotNull();
            before.add(line);
        }
    }

    private static void run(Map<String, String> environment, String... command) throws Exception {
        assertThat(run(environment, List.of(command)))
                .as(String.join(" ", command))
                .isZero();
    }

    private static int run(Map<String, String> environment, List<String> command) throws Exception {
        Process process =
                builder(environment, command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    private static ProcessBuilder builder(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
