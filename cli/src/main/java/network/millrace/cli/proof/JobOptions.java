package network.millrace.cli.proof;

import java.nio.file.Path;
import network.millrace.cli.command.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files and numbers that make a job. */
final class JobOptions {
    static final int INTERVAL = 10;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "A training step as `proof train` writes it, or any other ONNX model; then each step computes one batch.")
    private Path file = Path.of("");

    @Option(
            names = {"--inputs", "--data"},
            paramLabel = "IN",
            required = true,
            description =
                    "Arrays by the names of the inputs, .npz or .safetensors: one entry a batch in front, or rows; or a"
                            + " folder that `proof data pack` has written.")
    private Path inputs = Path.of("");

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Tensors in place of the file's own initializers of the same names.")
    private @Nullable Path weights;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "For steps that take one; default 0.")
    private long seed;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            defaultValue = "10",
            description = "After how many steps a run commits to a checkpoint; default 10.")
    private int interval = INTERVAL;

    @Mixin
    private ShapeOptions shapes = new ShapeOptions();

    JobSpec spec(long steps) {
        if (steps < 1 || interval < 1) {
            throw CommandFailure.missing(
                    "steps and --checkpoint-every are at least 1, not " + Math.min(steps, interval));
        }
        return new JobSpec(file, inputs, weights, shapes.given(), steps, interval, seed);
    }
}
