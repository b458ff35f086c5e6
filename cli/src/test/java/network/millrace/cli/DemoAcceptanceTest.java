package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.local.BackendChoice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./millrace demo} as a person runs it: the built program, real processes, a real sandbox. */
@Timeout(600)
class DemoAcceptanceTest {
    private static final Path LAUNCHER =
            Path.of("..", "millrace").toAbsolutePath().normalize();

    @BeforeAll
    static void somethingMustRunWorkloads() throws Exception {
        try {
            BackendChoice.find();
        } catch (CommandFailure nothing) {
            assertThat(System.getenv("CI")).as(nothing.getMessage()).isNotEqualTo("true");
            assumeTrue(false, nothing.getMessage());
        }
    }

    @Test
    void demoHoldsWhatItShowsAndLeavesNothingBehind(@TempDir Path folder) throws Exception {
        Path told = folder.resolve("told.txt");
        Process demo = start(told, "demo", "--output", "json");
        String answer = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = demo.waitFor();

        assertThat(exitCode).as(Files.readString(told)).isZero();
        String object = answer.lines().reduce((before, last) -> last).orElseThrow();
        assertThat(object).startsWith("{\"ok\":true,").contains("\"conserved\":true", "\"denom\":\"uusd\"");
        assertThat(amount(object, "deposit"))
                .isEqualTo(amount(object, "paid").add(amount(object, "fee")).add(amount(object, "refunded")));
        assertThat(amount(object, "paid")).isPositive();
        assertThat(field(object, "\"order_to_lease_ms\":(\\d+)")).isNotEqualTo("0");
        assertThat(field(object, "\"deploy_to_ready_ms\":(\\d+)")).isNotEqualTo("0");
        assertThat(field(object, "\"provider\":\"(mill1[a-z0-9]+)\"")).hasSize(43);
        assertThat(object).contains("\"reasons\":[{\"provider\":\"mill1", "MISMATCH_GPU");
        assertThat(Files.readString(told))
                .contains("examples/web.yaml", "wins", "lost: ", "kill -9", "same program since", "expired");
        assertThat(homesOf(demo.pid())).isEmpty();
    }

    @Test
    void interruptedDemoLeavesNothingBehind(@TempDir Path folder) throws Exception {
        Path told = folder.resolve("told.txt");
        Process demo = start(told, "demo");
        try (var lines = demo.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains("ready")) {
                line = lines.readLine();
            }
            assertThat(line).as(Files.readString(told)).isNotNull();
            List<ProcessHandle> children = demo.descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(4);

            demo.destroy();

            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isNotZero();
            assertThat(homesOf(demo.pid())).isEmpty();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        } finally {
            demo.destroyForcibly();
        }
    }

    private static Process start(Path told, String... arguments) throws IOException {
        List<String> command = Stream.concat(Stream.of(LAUNCHER.toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(told.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    /** The launcher becomes the Java process, so the demo's folder is named after the process that was started. */
    private static List<Path> homesOf(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().equals("millrace-demo-" + pid))
                    .toList();
        }
    }

    private static BigInteger amount(String object, String name) {
        return new BigInteger(field(object, "\"" + name + "\":\"(\\d+)\""));
    }

    private static String field(String object, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(object);
        assertThat(matcher.find()).as(pattern + " in " + object).isTrue();
        return matcher.group(1);
    }
}
