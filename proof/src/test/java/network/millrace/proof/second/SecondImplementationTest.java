package network.millrace.proof.second;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import network.millrace.proof.Seed;
import network.millrace.proof.kernels.Kernels;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A C program written from docs/spec/tensor.md alone gives the bits of the kernels, however it is compiled. */
class SecondImplementationTest {
    private static final Path VECTORS = Path.of("..", "docs", "spec", "vectors", "tensor.txt");
    private static final List<String> KINDS = List.of("plain", "bits", "special");
    private static final int RANDOM_REQUESTS = 120;
    private static final int STREAMS = 16;

    @TempDir
    private Path folder;

    /** A line of the file of golden vectors. */
    private record Vector(Request request, String hash) {}

    static Stream<List<String>> compilers() {
        return Stream.of(List.of("-O0", "-ffp-contract=off"), List.of("-O3", "-march=native", "-ffp-contract=off"));
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void cProgramGivesTheGoldenVectors(List<String> options) throws Exception {
        List<Vector> vectors = vectors();
        byte[] answers = CProgram.compile(folder, options)
                .answers(vectors.stream().map(Vector::request).toList());

        int from = 0;
        for (Vector vector : vectors) {
            byte[] ours = vector.request().answer();
            byte[] theirs = Arrays.copyOfRange(answers, from, from + ours.length);
            assertThat(shortHash(theirs)).as("C: %s", vector.request()).isEqualTo(vector.hash());
            from += ours.length;
        }
        assertThat(answers).hasSize(from);
    }

    @Test
    void kernelsGiveTheGoldenVectors() throws IOException {
        for (Vector vector : vectors()) {
            assertThat(shortHash(vector.request().answer()))
                    .as("%s", vector.request())
                    .isEqualTo(vector.hash());
        }
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void bitsAreEqualOnRandomAndSpecialInputs(List<String> options) throws Exception {
        List<Request> requests = randomRequests(Seed.random(SecondImplementationTest.class));
        byte[] answers = CProgram.compile(folder, options).answers(requests);

        int from = 0;
        for (Request request : requests) {
            byte[] ours = request.answer();
            assertThat(Arrays.copyOfRange(answers, from, from + ours.length))
                    .as("%s", request)
                    .isEqualTo(ours);
            from += ours.length;
        }
        assertThat(answers).hasSize(from);
    }

    @Test
    void sourceIsShortAndBadRequestsAreRefused() throws Exception {
        CProgram.requireShortSource();
        CProgram program = CProgram.compile(folder, List.of("-O0"));

        assertThat(program.complaint("gemm 2 -1 3\n")).contains("missing or negative");
        assertThat(program.complaint("gemm 99999999 99999999 1\n")).contains("too large");
        assertThat(program.complaint("conv 0 1 1 1 1 1 1 1 1 1 1 1 0 0 0 0\n")).contains("at least 1");
        assertThat(program.complaint("exp 5\nabc")).contains("ends within");
        assertThat(program.complaint("square 5\n")).contains("unknown request");
    }

    private static List<Request> randomRequests(Random random) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < RANDOM_REQUESTS; i++) {
            String kind = KINDS.get(random.nextInt(KINDS.size()));
            long stream = 1_000L + random.nextInt(1 << 20);
            requests.add(Request.of(line(random), (j, count) -> Request.named(kind, stream + j, count)));
        }
        return requests;
    }

    private static String line(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> "gemm " + size(random, 140) + " " + size(random, 140) + " " + size(random, 140);
            case 2 -> "sum " + axis(random);
            case 3 -> "max " + axis(random);
            case 4 -> "softmax " + axis(random);
            case 5 -> "pow " + size(random, 3_000);
            case 6 -> conv(random);
            default -> {
                Kernels.Function[] all = Kernels.Function.values();
                yield all[random.nextInt(all.length)].name().toLowerCase(Locale.ROOT) + " " + size(random, 5_000);
            }
        };
    }

    /** Often one of the sizes at which a kernel does something else. */
    private static int size(Random random, int bound) {
        int[] edges = {0, 1, 31, 32, 33, 63, 64, 65};
        return random.nextInt(3) == 0 ? edges[random.nextInt(edges.length)] : random.nextInt(bound);
    }

    private static String axis(Random random) {
        return size(random, 5) % 5 + " " + size(random, 200) + " " + size(random, 70) % 70;
    }

    private static String conv(Random random) {
        int groups = 1 + random.nextInt(3);
        int rows = 1 + random.nextInt(3);
        int columns = 1 + random.nextInt(3);
        int dilation = 1 + random.nextInt(2);
        int height = (rows - 1) * dilation + 1 + random.nextInt(12);
        int width = (columns - 1) * dilation + 1 + random.nextInt(40);
        return "conv " + groups + " " + random.nextInt(3) + " " + (1 + random.nextInt(6)) + " " + height + " " + width
                + " " + (1 + random.nextInt(5)) + " " + rows + " " + columns + " " + (1 + random.nextInt(3)) + " "
                + (1 + random.nextInt(3)) + " " + dilation + " " + dilation + " " + random.nextInt(3) + " "
                + random.nextInt(3) + " " + random.nextInt(3) + " " + random.nextInt(3);
    }

    private static List<Vector> vectors() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        for (String line : Files.readAllLines(VECTORS)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\|");
            String[] kinds = parts[1].strip().split(" ");
            long first = (long) STREAMS * vectors.size();
            Request request = Request.of(parts[0].strip(), (j, count) -> Request.named(kinds[j], first + j, count));
            vectors.add(new Vector(request, parts[2].strip()));
        }
        return vectors;
    }

    private static String shortHash(byte[] bytes) {
        return Hash.sha256(bytes).hex().substring(0, 16);
    }
}
