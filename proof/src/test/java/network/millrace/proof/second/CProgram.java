package network.millrace.proof.second;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.millrace.proof.tensor.Tensor;

/** The C program, compiled in one way. */
final class CProgram {
    private static final Path SOURCE = Path.of("src", "test", "c", "tensor.c");
    private static final String INSTALL = "apt-get install -y --no-install-recommends build-essential";
    private static final int LINES_MAX = 500;

    private final Path folder;
    private final Path program;

    private CProgram(Path folder, Path program) {
        this.folder = folder;
        this.program = program;
    }

    /** Compiles it; where there is no compiler the test is skipped, and fails under {@code CI=true}. */
    static CProgram compile(Path folder, List<String> options) throws IOException, InterruptedException {
        boolean present = canCompile(folder);
        if (!present && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI=true needs gcc; as root: " + INSTALL);
        }
        assumeTrue(present, "gcc is missing; as root: " + INSTALL);
        Path program = folder.resolve("tensor" + String.join("", options).replaceAll("[^A-Za-z0-9]", "_"));
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c17", "-Wall", "-Wextra", "-Werror"));
        command.addAll(options);
        command.addAll(List.of("-o", program.toString(), SOURCE.toString(), "-lm"));
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(said).isZero();
        return new CProgram(folder, program);
    }

    private static boolean canCompile(Path folder) throws IOException, InterruptedException {
        Path empty = Files.writeString(folder.resolve("empty.c"), "#include <math.h>\nint main(void) { return 0; }\n");
        try {
            Process compiler = new ProcessBuilder(
                            "gcc", "-o", folder.resolve("empty").toString(), empty.toString(), "-lm")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return compiler.waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    static void requireShortSource() throws IOException {
        assertThat(Files.readAllLines(SOURCE)).hasSizeLessThanOrEqualTo(LINES_MAX);
    }

    /** All answers, one after another. */
    byte[] answers(List<Request> requests) throws IOException, InterruptedException {
        Path in = Files.createTempFile(folder, "requests", "");
        Path out = Files.createTempFile(folder, "answers", "");
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(in))) {
            for (Request request : requests) {
                stream.write((request.line() + "\n").getBytes(StandardCharsets.UTF_8));
                for (Tensor input : request.inputs()) {
                    stream.write(input.toLittleEndian());
                }
            }
        }
        Process process = run(in, out);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the program ends").isTrue();
        String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(complaint).isZero();
        return Files.readAllBytes(out);
    }

    /** What it says about input that it cannot read. */
    String complaint(String input) throws IOException, InterruptedException {
        Process process =
                run(Files.writeString(Files.createTempFile(folder, "bad", ""), input), folder.resolve("nothing"));
        String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        return complaint;
    }

    private Process run(Path in, Path out) throws IOException {
        return new ProcessBuilder(program.toString())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .start();
    }
}
