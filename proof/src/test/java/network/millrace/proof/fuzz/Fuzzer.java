package network.millrace.proof.fuzz;

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

/** Runs one fuzz target in a process of its own under Jazzer, which grows the seeds by coverage. */
final class Fuzzer {
    private static final String SECONDS_PROPERTY = "millrace.fuzz.seconds";
    private static final int SECONDS = 5;
    /** Start, instrumentation and the last input. */
    private static final int SECONDS_MORE = 240;

    private final Path folder;

    Fuzzer(Path folder) {
        this.folder = folder;
    }

    /** Fails when the target throws on any input, and keeps that input. */
    void run(Class<?> target, List<byte[]> seeds, int lengthMax) throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
                "the fuzzer is run on Linux only");
        int seconds = Integer.getInteger(SECONDS_PROPERTY, SECONDS);
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed" + i), seeds.get(i));
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
                        "--instrumentation_includes=network.millrace.proof.**",
                        "--custom_hook_includes=none.**",
                        "-max_total_time=" + seconds,
                        "-max_len=" + lengthMax,
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
            Path to = Files.createTempDirectory("millrace-proof-fuzz");
            for (Path file : files.filter(each -> each.toString().contains("crash-")
                            || each.toString().contains("timeout-")
                            || each.toString().contains("oom-"))
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
