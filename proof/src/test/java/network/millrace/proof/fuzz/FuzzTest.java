package network.millrace.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import network.millrace.proof.dispute.DisputeFuzz;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.files.Npz;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each target on its seeds, and for a few seconds under the fuzzer; {@code -Dmillrace.fuzz.seconds} makes it longer. */
class FuzzTest {
    @TempDir
    private Path folder;

    @Test
    void disputeMessages() throws Exception {
        check(DisputeFuzz.class, DisputeFuzz::fuzzerTestOneInput, DisputeFuzz.seeds(), 1 << 14);
    }

    @Test
    void onnxFiles() throws Exception {
        check(OnnxFuzz.class, OnnxFuzz::fuzzerTestOneInput, OnnxSeeds.models(), 1 << 13);
    }

    @Test
    void theSeedsOfOurOwnAreProgramsThatRun() {
        for (Graph graph : OnnxSeeds.graphs()) {
            Program program = Programs.of(graph, Limits.DEFAULT);
            List<Tensor> inputs = IntStream.range(0, program.inputNames().size())
                    .mapToObj(program::type)
                    .map(Tensor::allocate)
                    .toList();

            assertThat(new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(inputs))
                    .hasSize(1);
        }
    }

    @Test
    void filesOfTensors() throws Exception {
        TreeMap<String, Tensor> tensors = new TreeMap<>();
        tensors.put("w", Tensor.of(Shape.of(2, 2), 1f, -0f, Float.NaN, 4f));
        tensors.put("n", Tensor.vector(1, 2, 3));
        tensors.put("empty", Tensor.allocate(new TensorType(DataType.BOOL, Shape.of(0, 3))));
        TreeMap<String, String> notes = new TreeMap<>();
        notes.put("format", "test");
        check(
                FilesFuzz.class,
                FilesFuzz::fuzzerTestOneInput,
                List.of(Npz.write(tensors), new SafeTensors(tensors, notes).write()),
                1 << 12);
    }

    private void check(Class<?> target, Consumer<byte[]> law, List<byte[]> seeds, int lengthMax) throws Exception {
        for (byte[] seed : seeds) {
            assertThatCode(() -> law.accept(seed)).doesNotThrowAnyException();
        }
        new Fuzzer(folder).run(target, seeds, lengthMax);
    }
}
