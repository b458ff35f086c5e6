package network.millrace.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import network.millrace.proof.dispute.DisputeFuzz;
import network.millrace.proof.files.Npz;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Node;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each target on its seeds, and for a few seconds under the fuzzer; {@code -Dmillrace.fuzz.seconds} makes it longer. */
class FuzzTest {
    private static final Path NODE_CASES = Path.of("..", "target", "node-cases");
    private static final int MODELS_MAX = 300;

    @TempDir
    private Path folder;

    @Test
    void disputeMessages() throws Exception {
        check(DisputeFuzz.class, DisputeFuzz::fuzzerTestOneInput, DisputeFuzz.seeds(), 1 << 14);
    }

    @Test
    void onnxFiles() throws Exception {
        check(OnnxFuzz.class, OnnxFuzz::fuzzerTestOneInput, models(), 1 << 13);
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

    /** A model of ours, and the small ones of the node cases where these were generated. */
    private static List<byte[]> models() throws IOException {
        List<byte[]> models = new ArrayList<>();
        TensorType type = new TensorType(DataType.FLOAT32, Shape.of(2, 2));
        Node gemm = new Node("", "", "Gemm", 17, List.of("x", "w"), List.of("y"), Attributes.NONE.with("transB", 1));
        Node softmax = new Node("", "", "Softmax", 17, List.of("y"), List.of("z"), Attributes.NONE);
        models.add(OnnxWriter.write(Graph.of(
                "graph",
                List.of(GraphInput.of("x", type), GraphInput.of("w", type)),
                List.of("z"),
                List.of(gemm, softmax),
                Map.of())));
        if (Files.exists(NODE_CASES)) {
            try (Stream<Path> folders = Files.list(NODE_CASES)) {
                for (Path model : folders.map(each -> each.resolve("model.onnx"))
                        .filter(Files::exists)
                        .sorted()
                        .toList()) {
                    if (Files.size(model) < 1 << 11 && models.size() < MODELS_MAX) {
                        models.add(Files.readAllBytes(model));
                    }
                }
            }
        }
        return models;
    }
}
