package network.millrace.proof.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same bits in every kind of JVM: with and without the Vector API, for each width of vectors, compiled by either compiler or
 * not at all, with and without the machine's fused multiply-add. Flags that a machine does not know are ignored there.
 */
class BitIdentityTest {
    /** The result, once and for all: another one is another specification. */
    private static final String GOLDEN = "ba92762b925acdffce2b878d4f3d9d771fa927a8f27cb4019b42f288aee3f6bb";

    private static final String VECTORS = "--add-modules=jdk.incubator.vector";

    @Test
    void thisJvmGivesTheGoldenBits() {
        assertThat(Fingerprint.hash()).isEqualTo(GOLDEN);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyKindOfJvmGivesTheGoldenBits(String kind, List<String> flags, String length)
            throws IOException, InterruptedException {
        assertThat(run(flags, length)).as(kind).isEqualTo(GOLDEN);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind("vectors of any width, compiled", "long", VECTORS),
                kind("vectors of 256 bits, compiled", "long", VECTORS, "-XX:MaxVectorSize=32"),
                kind("vectors of 128 bits, compiled", "long", VECTORS, "-XX:MaxVectorSize=16"),
                kind("vectors, first compiler only", "short", VECTORS, "-XX:TieredStopAtLevel=1"),
                kind("vectors, interpreted", "short", VECTORS, "-Xint"),
                kind("no vectors, compiled", "long"),
                kind("no vectors, interpreted", "short", "-Xint"),
                kind("no fused multiply-add in hardware", "short", "-XX:-UseFMA"),
                kind("vectors without fused multiply-add in hardware", "short", VECTORS, "-XX:-UseFMA"));
    }

    private static Arguments kind(String name, String length, String... flags) {
        return Arguments.of(name, List.of(flags), length);
    }

    private static String run(List<String> flags, String length) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:+IgnoreUnrecognizedVMOptions"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Fingerprint.class.getName(), length));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit code of %s", command).isZero();
        return output.strip();
    }
}
