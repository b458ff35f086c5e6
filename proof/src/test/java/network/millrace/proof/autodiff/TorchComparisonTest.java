package network.millrace.proof.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.files.Npz;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.model.Transformer;
import network.millrace.proof.onnx.ExternalData;
import network.millrace.proof.onnx.OnnxReader;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.training.CheckpointFile;
import network.millrace.proof.training.TrainingJob;
import network.millrace.proof.training.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our gradients and optimizers beside PyTorch's, and training steps that PyTorch and JAX exported beside onnxruntime. What these gave
 * is kept in files that torch_training.py, onnxruntime_step.py and jax_step.py in src/test/python have written; where PyTorch is there, it is asked
 * again.
 */
class TorchComparisonTest {
    private static final Path SCRIPT = Path.of("src", "test", "python", "torch_training.py");
    private static final int STEPS = 5;

    @ParameterizedTest
    @CsvSource({
        "Relu, sgd",
        "Relu, momentum",
        "Relu, adam",
        "Relu, adamw",
        "Gelu, sgd",
        "Gelu, momentum",
        "Gelu, adam",
        "Gelu, adamw"
    })
    void transformerIsTrainedAsPyTorchTrainsIt(String activation, String optimizer) throws Exception {
        compare(npz("transformer.npz"), activation, optimizer);
    }

    @Test
    void whatPyTorchGivesTodayIsWhatTheFilesHold(@TempDir Path folder) throws Exception {
        assumeTrue(succeeds("/usr/bin/python3", "-c", "import torch"), "skipped: needs Debian's python3-torch");

        assertThat(succeeds("/usr/bin/python3", SCRIPT.toString(), folder.toString()))
                .as("%s ends well", SCRIPT)
                .isTrue();
        NavigableMap<String, Tensor> today = Npz.read(Files.readAllBytes(folder.resolve("transformer.npz")), 1 << 24);

        compare(today, "Relu", "adam");
        compare(today, "Gelu", "adamw");
    }

    private static void compare(NavigableMap<String, Tensor> torch, String activation, String optimizer) {
        // given the model with the parameters that PyTorch began with
        Graph model = new Transformer(7, 5, 16, 2, 1, activation).graph(2, DataType.FLOAT32, 0);
        NavigableMap<String, Tensor> start = new TreeMap<>();
        TrainingGraph.parameters(model).forEach(name -> start.put(name, tensor(torch, "start/" + name)));
        Graph step = TrainingGraph.of(
                model,
                new TreeMap<>(),
                TrainingGraph.parameters(model),
                new Loss.CrossEntropy(Transformer.SCORES),
                optimizer(optimizer),
                Limits.DEFAULT);
        NavigableMap<String, Tensor> data = new TreeMap<>();
        for (String name : new String[] {"tokens", "target"}) {
            data.put(name, tensor(torch, name));
        }

        // when both are trained
        TrainingJob job = TrainingJob.of(
                step,
                data,
                start,
                new TrainingJob.Length(STEPS, STEPS, 0),
                new Hashing(HashFunction.SHA_256),
                Limits.DEFAULT);
        StepRunner runner = StepRunner.of(new Executor(job.job().program().program(), Limits.DEFAULT, Workers.SERIAL));
        TrainingState end = TrainingState.start(job).advance(job, runner);

        // then losses and parameters are the same but for rounding
        String prefix = activation + "/" + optimizer + "/";
        Tensor losses = tensor(torch, prefix + "losses");
        for (int i = 0; i < STEPS; i++) {
            assertThat((double) end.losses().get(i)).as("loss %d", i).isCloseTo(losses.real(i), within(1e-5));
        }
        SortedMap<String, Tensor> parameters = CheckpointFile.named(job, end);
        for (String name : new String[] {"embedding", "layer0.attention.weight", "layer0.norm2.scale", "head.bias"}) {
            assertClose(name, tensor(parameters, name), tensor(torch, prefix + name), 5e-5);
        }
    }

    private static Optimizer optimizer(String name) {
        return switch (name) {
            case "sgd" -> new Optimizer.Sgd(0.05f);
            case "momentum" -> new Optimizer.Momentum(0.05f, 0.9f);
            case "adam" -> Optimizer.Adam.of(0.01f);
            case "adamw" -> new Optimizer.Adam(0.01f, 0.9f, 0.999f, 1e-8f, 0.1f);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"step", "jax-step"})
    void exportedStepGivesWhatOnnxruntimeGives(String file) throws Exception {
        Graph step = OnnxReader.read(resource(file + ".onnx"), ExternalData.NONE, Limits.DEFAULT);
        NavigableMap<String, Tensor> inputs = npz(file + "-inputs.npz");
        NavigableMap<String, Tensor> expected = npz(file + "-outputs.npz");
        var program = Programs.forInputs(step, inputs, Limits.DEFAULT);

        var outputs = new Executor(program, Limits.DEFAULT, Workers.SERIAL)
                .run(program.inputNames().stream()
                        .map(name -> tensor(inputs, name))
                        .toList());

        assertThat(expected.keySet()).containsExactlyInAnyOrderElementsOf(program.outputNames());
        for (int i = 0; i < outputs.size(); i++) {
            String name = program.outputNames().get(i);
            assertClose(name, outputs.get(i), tensor(expected, name), 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"step", "jax-step"})
    void exportedStepIsATrainingJobByItsNotes(String file) throws Exception {
        Graph step = OnnxReader.read(resource(file + ".onnx"), ExternalData.NONE, Limits.DEFAULT);
        NavigableMap<String, Tensor> inputs = npz(file + "-inputs.npz");
        NavigableMap<String, Tensor> data = new TreeMap<>();
        StepNotes.batch(step).forEach(name -> data.put(name, tensor(inputs, name)));
        NavigableMap<String, Tensor> weights = new TreeMap<>();
        StepNotes.states(step).forEach(name -> weights.put(name, tensor(inputs, name)));

        TrainingJob job = TrainingJob.of(
                step,
                data,
                weights,
                new TrainingJob.Length(40, 40, 0),
                new Hashing(HashFunction.SHA_256),
                Limits.DEFAULT);
        StepRunner runner = StepRunner.of(new Executor(job.job().program().program(), Limits.DEFAULT, Workers.SERIAL));
        TrainingState end = TrainingState.start(job).advance(job, runner);

        assertThat(end.losses().getLast()).isLessThan(0.5f * end.losses().getFirst());
        assertThat(end.checkpoints()).hasSize(2);
    }

    private static void assertClose(String name, Tensor ours, Tensor theirs, double tolerance) {
        assertThat(ours.shape()).as(name).isEqualTo(theirs.shape());
        for (int i = 0; i < theirs.size(); i++) {
            assertThat(ours.real(i)).as("%s, element %d", name, i).isCloseTo(theirs.real(i), within(tolerance));
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(command[0]))) {
            return false;
        }
        Process process = new ProcessBuilder(Stream.of(command).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    private static NavigableMap<String, Tensor> npz(String name) throws IOException {
        return Npz.read(resource(name), 1 << 24);
    }

    private static Tensor tensor(SortedMap<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TorchComparisonTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
