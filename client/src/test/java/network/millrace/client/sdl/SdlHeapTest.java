package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A document of a mebibyte is read with 64 MiB of heap, whatever stands in it. */
class SdlHeapTest {
    private static final int SECONDS_MAX = 300;

    @Test
    void documentsAtTheLimitsAreReadInAHeapOf64Mebibytes() throws Exception {
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeDocuments.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(reader.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines().toList())
                .isEqualTo(List.of(
                        "services: valid",
                        "one long text: valid",
                        "many lines: valid",
                        "many arguments: valid",
                        "values at the limit: refused",
                        "mappings at the limit: refused",
                        "keys that nobody knows: refused"));
        assertThat(reader.exitValue()).isZero();
    }
}
