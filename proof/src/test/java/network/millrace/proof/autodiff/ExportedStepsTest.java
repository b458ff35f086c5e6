package network.millrace.proof.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.files.Npz;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.onnx.ExternalData;
import network.millrace.proof.onnx.OnnxReader;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.program.ProgramEncoding;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.training.CheckpointFile;
import network.millrace.proof.training.TrainingJob;
import network.millrace.proof.training.TrainingState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole training steps that PyTorch and JAX exported, five steps of each from the same weights on the same batches beside
 * onnxruntime. torch_steps.py, jax_steps.py and exported_steps.py in src/test/python have written the files.
 */
class ExportedStepsTest {
    private static final int STEPS = 5;
    private static final Hashing HASHING = new Hashing(HashFunction.SHA_256);

    /**
     * Losses are compared closely. Adam divides by the root of a squared gradient, so where a gradient is nothing but rounding the
     * two go apart by up to a step's whole rate (0.01): its weights are compared on average.
     */
    @ParameterizedTest
    @CsvSource({
        "torch-transformer-sgd, 2e-5, 2e-6",
        "torch-transformer-adam, 1e-4, 2e-5",
        "torch-cnn-momentum, 2e-5, 2e-6",
        "jax-transformer-sgd, 2e-5, 2e-6",
        "jax-transformer-adam, 1e-4, 2e-5"
    })
    void fiveStepsAreThoseOfOnnxruntime(String file, double lossTolerance, double meanTolerance) throws Exception {
        NavigableMap<String, Tensor> arrays = arrays(file);
        TrainingJob job = job(graph(file), arrays);

        TrainingState end = TrainingState.start(job)
                .advance(
                        job,
                        StepRunner.of(new Executor(job.job().program().program(), Limits.DEFAULT, Workers.SERIAL)));

        Tensor losses = tensor(arrays, "end/losses");
        for (int i = 0; i < STEPS; i++) {
            assertThat((double) end.losses().get(i)).as("loss %d", i).isCloseTo(losses.real(i), within(lossTolerance));
        }
        // A batch comes again every second step, and every time it is known better.
        assertThat(end.losses().get(2)).isLessThan(end.losses().get(0));
        assertThat(end.losses().get(4)).isLessThan(end.losses().get(2));
        NavigableMap<String, Tensor> ours = CheckpointFile.named(job, end);
        NavigableMap<String, Tensor> theirs = under(arrays, "end/");
        theirs.remove("losses");
        assertThat(theirs).isNotEmpty();
        theirs.forEach((name, tensor) -> assertThat(meanDistance(tensor(ours, name), tensor))
                .as("mean distance of %s", name)
                .isLessThan(meanTolerance));
    }

    /** An id that changes takes the ground from under every commitment that was made to the program before. */
    @ParameterizedTest
    @CsvSource({
        "torch-transformer-sgd, db411dc12c34fb458e112aa8c5a5916b898771139b2b646e3aa08b174cbd5e44",
        "torch-transformer-adam, 5fb3991d773ed069e991f3aafd473d03876276679f8eca3bf58b18503b115201",
        "torch-cnn-momentum, af34cf4c2344b3ef8fe8b507a1f2d3ee09bdcedfbbab5240c063385c2a78b886",
        "jax-transformer-sgd, 30c59b474c8ce918263f307d391abd30269b635b42c6cbd4270ed01f9bdc40cd",
        "jax-transformer-adam, f60e09328db084e3e144dd998681e5658b92fabb3bd23dc73aa715981d4a1405"
    })
    void programKeepsItsId(String file, String id) throws Exception {
        Graph graph = graph(file);
        Graph again = OnnxReader.read(OnnxWriter.write(graph), ExternalData.NONE, Limits.DEFAULT);

        assertThat(id(job(graph, arrays(file)))).isEqualTo(id);
        assertThat(id(job(again, arrays(file)))).isEqualTo(id);
    }

    private static TrainingJob job(Graph graph, NavigableMap<String, Tensor> arrays) {
        NavigableMap<String, Tensor> start = under(arrays, "start/");
        graph.inputs().stream()
                .filter(input -> StepNotes.states(graph).contains(input.name()))
                .forEach(input -> start.computeIfAbsent(input.name(), zero -> Tensor.allocate(input.declared())));
        return TrainingJob.of(
                graph, under(arrays, "data/"), start, new TrainingJob.Length(STEPS, STEPS, 0), HASHING, Limits.DEFAULT);
    }

    private static String id(TrainingJob job) {
        return ProgramEncoding.id(job.job().program().program(), TensorTree.digest(HASHING))
                .hex();
    }

    private static double meanDistance(Tensor one, Tensor other) {
        assertThat(one.tensorType()).isEqualTo(other.tensorType());
        double sum = 0;
        for (int i = 0; i < one.size(); i++) {
            sum += Math.abs(one.real(i) - other.real(i));
        }
        return sum / one.size();
    }

    /** The arrays whose names begin so, without that beginning. */
    private static NavigableMap<String, Tensor> under(SortedMap<String, Tensor> arrays, String prefix) {
        NavigableMap<String, Tensor> chosen = new TreeMap<>();
        arrays.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                chosen.put(name.substring(prefix.length()), tensor);
            }
        });
        return chosen;
    }

    private static Tensor tensor(SortedMap<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static Graph graph(String file) throws IOException {
        return OnnxReader.read(resource(file + ".onnx"), ExternalData.NONE, Limits.DEFAULT);
    }

    private static NavigableMap<String, Tensor> arrays(String file) throws IOException {
        return Npz.read(resource(file + ".npz"), 1 << 24);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ExportedStepsTest.class.getResourceAsStream("exported/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
