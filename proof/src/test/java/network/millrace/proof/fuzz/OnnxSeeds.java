package network.millrace.proof.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Function;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Node;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** What the fuzzer of ONNX files starts from: a model of each thing that a file can hold, and the small ones of the node cases. */
final class OnnxSeeds {
    private static final Path NODE_CASES = Path.of("..", "target", "node-cases");
    private static final int CASES_MAX = 400;
    private static final long CASE_BYTES_MAX = 1 << 11;
    private static final int OPSET = 17;
    private static final TensorType MATRIX = new TensorType(DataType.FLOAT32, Shape.of(2, 2));

    private OnnxSeeds() {}

    static List<byte[]> models() throws IOException {
        List<byte[]> models = new ArrayList<>();
        graphs().forEach(graph -> models.add(OnnxWriter.write(graph)));
        models.addAll(nodeCases());
        return models;
    }

    /** Our own; each becomes a program, so that what the fuzzer changes of them lies behind the reader. */
    static List<Graph> graphs() {
        return List.of(
                products(), constants(), weights(), branch(), loop(), scan(), recurrence(), function(), elementType());
    }

    /** Evenly drawn from all, since neighbours in their order are much alike. */
    private static List<byte[]> nodeCases() throws IOException {
        if (!Files.exists(NODE_CASES)) {
            return List.of();
        }
        List<Path> small = new ArrayList<>();
        try (Stream<Path> folders = Files.list(NODE_CASES)) {
            for (Path model : folders.map(each -> each.resolve("model.onnx"))
                    .filter(Files::exists)
                    .sorted()
                    .toList()) {
                if (Files.size(model) < CASE_BYTES_MAX) {
                    small.add(model);
                }
            }
        }
        int every = Math.max(1, Math.ceilDiv(small.size(), CASES_MAX));
        List<byte[]> models = new ArrayList<>();
        for (int i = 0; i < small.size(); i += every) {
            models.add(Files.readAllBytes(small.get(i)));
        }
        return models;
    }

    private static Graph products() {
        Node gemm = new Node("", "", "Gemm", OPSET, List.of("x", "w"), List.of("y"), Attributes.NONE.with("transB", 1));
        return graph(List.of("x", "w"), List.of(gemm, node("Softmax", "z", "y")), "z", Map.of());
    }

    /** Attributes that are numbers, lists of numbers, and tensors. */
    private static Graph constants() {
        return graph(
                List.of("x"),
                List.of(
                        constant("a", "value_float", new Attribute.Real(0.5f)),
                        constant("b", "value_floats", new Attribute.Reals(List.of(1f, Float.NaN))),
                        constant("c", "value_int", new Attribute.Whole(-3)),
                        constant("d", "value_ints", new Attribute.Wholes(List.of(2L, 1L))),
                        constant("e", "value", new Attribute.Constant(Tensor.of(Shape.of(2, 2), 1f, -0f, 3f, 4f))),
                        node("Mul", "ab", "a", "b"),
                        node("Add", "xe", "x", "e"),
                        node("Mul", "y", "xe", "ab"),
                        node("Tile", "z", "y", "d")),
                "z",
                Map.of());
    }

    /** Weights that stand in the file: what is computed from them alone is computed while the program is made. */
    private static Graph weights() {
        TreeMap<String, Tensor> weights = new TreeMap<>();
        weights.put("w", Tensor.of(Shape.of(2, 3), 1f, 2f, 3f, -1f, 0f, 0.5f));
        weights.put("axes", Tensor.vector(1, 0));
        weights.put("shape", Tensor.vector(3, -1));
        weights.put("half", Tensor.allocate(new TensorType(DataType.FLOAT16, Shape.of(3))));
        Attributes toFloat = Attributes.NONE.with("to", DataType.FLOAT32.code());
        return graph(
                List.of("x"),
                List.of(
                        node("MatMul", "y", "x", "w"),
                        new Node("", "", "Cast", OPSET, List.of("half"), List.of("h"), toFloat),
                        node("Add", "z", "y", "h"),
                        node("Reshape", "r", "z", "shape"),
                        node("Exp", "grown", "w"),
                        node("ReduceSum", "sum", "grown", "axes"),
                        node("Mul", "out", "r", "sum")),
                "out",
                weights);
    }

    private static Graph branch() {
        Attributes branches = Attributes.NONE
                .with("then_branch", body(List.of(), List.of(node("Exp", "b", "x")), "b"))
                .with("else_branch", body(List.of(), List.of(node("Neg", "b", "x")), "b"));
        return graph(
                List.of("x"),
                List.of(
                        node("ReduceMax", "m", "x"),
                        node("Greater", "c", "m", "zero"),
                        node("Squeeze", "s", "c"),
                        new Node("", "", "If", OPSET, List.of("s"), List.of("y"), branches)),
                "y",
                Map.of("zero", Tensor.scalar(0f)));
    }

    private static Graph loop() {
        Attributes body = Attributes.NONE.with(
                "body",
                body(
                        List.of("i", "go", "v"),
                        List.of(
                                node("Identity", "on", "go"),
                                node("Add", "w", "v", "x"),
                                node("Mul", "scan", "w", "w")),
                        "on",
                        "w",
                        "scan"));
        return graph(
                List.of("x"),
                List.of(new Node("", "", "Loop", OPSET, List.of("n", "", "x"), List.of("last", "all"), body)),
                "all",
                Map.of("n", Tensor.scalar(3L)));
    }

    private static Graph scan() {
        Attributes body = Attributes.NONE
                .with("num_scan_inputs", 1)
                .with("scan_input_directions", new long[] {1})
                .with("body", body(List.of("s", "row"), List.of(node("Add", "t", "s", "row")), "t", "t"));
        return graph(
                List.of("x"),
                List.of(new Node("", "", "Scan", OPSET, List.of("zero", "x"), List.of("last", "all"), body)),
                "all",
                Map.of("zero", Tensor.of(Shape.of(2), 0f, 1f)));
    }

    /** Attributes that are texts and lists of texts. */
    private static Graph recurrence() {
        Attributes attributes = Attributes.NONE
                .with("hidden_size", 2)
                .with("direction", "bidirectional")
                .with("activation_alpha", new Attribute.Reals(List.of(0.1f, 0.2f)))
                .with("activations", new Attribute.Texts(List.of("LeakyRelu", "LeakyRelu")));
        return graph(
                List.of(),
                List.of(new Node("", "", "RNN", OPSET, List.of("x", "w", "r"), List.of("y"), attributes)),
                "y",
                Map.of(
                        "x", Tensor.of(Shape.of(2, 1, 2), 1f, 2f, 3f, 4f),
                        "w", Tensor.allocate(new TensorType(DataType.FLOAT32, Shape.of(2, 2, 2))),
                        "r", Tensor.allocate(new TensorType(DataType.FLOAT32, Shape.of(2, 2, 2)))));
    }

    /** A function of the file, with a default and an attribute that the caller gives. */
    private static Graph function() {
        Attributes axis = Attributes.NONE.with("axis", new Attribute.Reference("along"));
        Node softmax = new Node("", "", "Softmax", OPSET, List.of("a"), List.of("b"), axis);
        Function function =
                new Function(List.of("a"), List.of("b"), List.of(softmax), Attributes.NONE.with("along", -1));
        TreeMap<String, Function> functions = new TreeMap<>();
        functions.put(Graph.functionKey("own", "Weigh"), function);
        TreeMap<String, String> notes = new TreeMap<>();
        notes.put("millrace.loss", "z");
        Node first = new Node("", "own", "Weigh", 1, List.of("x"), List.of("y"), Attributes.NONE);
        Node second = new Node("", "own", "Weigh", 1, List.of("y"), List.of("z"), Attributes.NONE.with("along", 0));
        return new Graph(
                "function",
                List.of(GraphInput.of("x", MATRIX)),
                List.of("z"),
                List.of(first, second),
                new TreeMap<>(),
                functions,
                notes);
    }

    /** An attribute that is an element type, which no operator here looks at. */
    private static Graph elementType() {
        Attributes type = Attributes.NONE.with("type", new Attribute.ElementType(DataType.FLOAT32));
        Node node = new Node("", "", "Identity", OPSET, List.of("x"), List.of("y"), type);
        return graph(List.of("x"), List.of(node), "y", Map.of());
    }

    private static Node constant(String output, String name, Attribute value) {
        return new Node("", "", "Constant", OPSET, List.of(), List.of(output), Attributes.NONE.with(name, value));
    }

    private static Node node(String operator, String output, String... inputs) {
        return new Node("", "", operator, OPSET, List.of(inputs), List.of(output), Attributes.NONE);
    }

    private static Attribute body(List<String> inputs, List<Node> nodes, String... outputs) {
        return new Attribute.Subgraph(
                Graph.of("body", inputs.stream().map(GraphInput::untyped).toList(), List.of(outputs), nodes, Map.of()));
    }

    private static Graph graph(List<String> inputs, List<Node> nodes, String output, Map<String, Tensor> initializers) {
        return Graph.of(
                "seed",
                inputs.stream().map(input -> GraphInput.of(input, MATRIX)).toList(),
                List.of(output),
                nodes,
                initializers);
    }
}
