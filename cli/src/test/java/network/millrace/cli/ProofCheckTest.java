package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.GraphInput.Dimension;
import network.millrace.proof.graph.Node;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code millrace proof check}: what it says of files, good and bad. */
class ProofCheckTest {
    @TempDir
    private Path folder;

    @Test
    void operatorsCostAndVerdictAreShown() throws Exception {
        Path file = write(classifier("MatMul", "Softmax"));

        var run = check(file.toString(), "--shape", "x=3,4");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("OPERATOR", "MatMul", "tile", "Softmax", "its parts (composite)", "program id", "verifiable");
    }

    @Test
    void scriptGetsCountsCostAndId() throws Exception {
        Path file = write(classifier("MatMul", "Softmax"));

        JsonNode object = JsonMapper.builder()
                .build()
                .readTree(check(file.toString(), "--shape", "x=3,4", "--output", "json")
                        .out());

        assertThat(object.get("verifiable").booleanValue()).isTrue();
        assertThat(object.get("program_id").stringValue()).hasSize(64);
        JsonNode product = object.get("operators").get(0);
        assertThat(product.get("name").stringValue()).isEqualTo("MatMul");
        assertThat(product.get("cost").longValue()).isEqualTo(3 * 4 * 5);
        assertThat(object.get("inputs").get(0).get("shape").get(1).intValue()).isEqualTo(4);
    }

    @Test
    void whatARunNeedsBeyondTheCallersLimitsIsRefusedWithBothNumbers() throws Exception {
        String file = write(classifier("MatMul", "Softmax")).toString();

        var memory = check(file, "--shape", "x=3,4", "--max-memory", "100B");
        assertThat(memory.exitCode()).isEqualTo(1);
        assertThat(memory.err()).contains("of memory, and here it may take 100 B", "--max-memory");

        var operations = check(file, "--shape", "x=3,4", "--max-operations", "50");
        assertThat(operations.exitCode()).isEqualTo(1);
        assertThat(operations.err()).contains("at most 50 are allowed");

        assertThat(check(file, "--shape", "x=3,4", "--max-memory", "lots").exitCode())
                .isEqualTo(2);
    }

    @Test
    void openShapeIsAskedFor() throws Exception {
        var run = check(write(classifier("MatMul", "Softmax")).toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("input x is declared with an open shape", "give its shape");
    }

    @Test
    void whatIsUnknownIsRefusedByNameAlsoForScripts() throws Exception {
        var run = check(write(classifier("Frobnicate", "Softmax")).toString(), "--shape", "x=3,4", "--output", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("\"verifiable\":false", "Frobnicate");
        assertThat(run.err()).contains("Frobnicate").doesNotContain("fault in Millrace");
    }

    @Test
    void fileThatIsNoModelIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("model.onnx"), "this is no model");

        assertThat(check(text.toString()).err()).contains(text.toString(), "no ONNX");
        assertThat(check(folder.resolve("none.onnx").toString()).exitCode()).isEqualTo(2);
    }

    private Session.Run check(String... arguments) {
        String[] words = new String[arguments.length + 2];
        words[0] = "proof";
        words[1] = "check";
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        return new Session(folder).run(words);
    }

    private Path write(Graph graph) throws Exception {
        return Files.write(folder.resolve("classifier.onnx"), OnnxWriter.write(graph));
    }

    private static Graph classifier(String product, String activation) {
        GraphInput x =
                new GraphInput("x", DataType.FLOAT32, true, List.of(new Dimension.Named("n"), new Dimension.Fixed(4)));
        return Graph.of(
                "classifier",
                List.of(x),
                List.of("p"),
                List.of(node(product, List.of("x", "w"), "s"), node(activation, List.of("s"), "p")),
                Map.of("w", Tensor.of(Shape.of(4, 5), new float[20])));
    }

    private static Node node(String operator, List<String> inputs, String output) {
        return new Node("", "", operator, 21, inputs, List.of(output), Attributes.NONE);
    }
}
