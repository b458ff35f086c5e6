package network.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a target in a process of its own under Jazzer, which grows the seeds by coverage: some seconds in every test run, and
 * as many as {@code -Dmillrace.fuzz.seconds} says.
 *
 * @param target has {@code fuzzerTestOneInput(byte[])}
 * @param instrumented packages whose coverage counts, in Jazzer's notation
 */
public record FuzzRun(Class<?> target, String instrumented, Path folder) {
    private static final String SECONDS_PROPERTY = "millrace.fuzz.seconds";
    private static final int SECONDS = 5;
    /** Start, instrumentation and the last input. */
    private static final int SECONDS_MORE = 240;

    /** The folder of the whole project. */
    public static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw")) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    /** Fails with the end of the fuzzer's log when it finds something, and keeps what it found. */
    public void findsNothing(List<Path> seeds) throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
                "the fuzzer is run on Linux only");
        int seconds = Integer.getInteger(SECONDS_PROPERTY, SECONDS);
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        for (Path seed : seeds) {
            Files.copy(seed, corpus.resolve(seed.getFileName().toString()));
        }
        Path log = folder.resolve("log");
        Process fuzzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+EnableDynamicAgentLoading",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=" + instrumented + ":org.snakeyaml.**",
                        "--custom_hook_includes=none.**",
                        "-max_total_time=" + seconds,
                        "-max_len=4096",
                        "-timeout=60",
                        corpus.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = fuzzer.waitFor(seconds + SECONDS_MORE, TimeUnit.SECONDS);
            assertThat(ended).as("the fuzzer ends by itself").isTrue();
        } finally {
            fuzzer.destroyForcibly();
        }

        List<String> lines = Files.readAllLines(log);
        System.out.println(target.getSimpleName() + " for " + seconds + " s: " + last(lines, "Done") + "; "
                + last(lines, "cov:").replaceFirst(".*?cov:", "cov:"));
        assertThat(fuzzer.exitValue())
                .as(() -> "the fuzzer found something; its input is kept in " + kept() + "\n" + tail(lines))
                .isZero();
    }

    /** The folder is deleted with the test, what the fuzzer found is not. */
    private Path kept() {
        try (Stream<Path> files = Files.list(folder)) {
            Path to = Files.createTempDirectory("millrace-fuzz");
            for (Path file : files.filter(each -> each.toString().contains("crash-")
                            || each.toString().contains("timeout-"))
                    .toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String last(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.contains(word))
                .reduce((first, second) -> second)
                .orElse("nothing");
    }

    private static String tail(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
