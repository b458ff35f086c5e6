package network.millrace.proof.dispute;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Node;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** A graph of random operators that turns a state and a batch into the next state and a number. */
final class RandomGraph {
    private static final List<String> UNARY = List.of("Relu", "Identity", "Exp", "Softmax");
    private static final List<String> BINARY = List.of("Add", "Sub", "Mul", "Div");

    private final Random random;
    private final Shape shape;
    private final List<Node> nodes = new ArrayList<>();
    private final TreeMap<String, Tensor> constants = new TreeMap<>();
    private final List<String> values = new ArrayList<>(List.of("s", "x"));

    RandomGraph(Random random, Shape shape) {
        this.random = random;
        this.shape = shape;
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            values.add(value());
        }
        add("Add", "next", "s", values.getLast());
        constants.put("all", Tensor.vector(0, 1));
        add("ReduceSum", "sum", values.getLast(), "all");
    }

    Graph graph() {
        TensorType type = new TensorType(DataType.FLOAT32, shape);
        return Graph.of(
                "random",
                List.of(GraphInput.of("s", type), GraphInput.of("x", type)),
                List.of("next", "sum"),
                nodes,
                constants);
    }

    /** A value of the common shape. */
    private String value() {
        return switch (random.nextInt(6)) {
            case 0 -> add(UNARY.get(random.nextInt(UNARY.size())), name(), any());
            case 1 -> add(BINARY.get(random.nextInt(BINARY.size())), name(), any(), any());
            case 2 -> add("MatMul", name(), add("MatMul", name(), any(), add("Transpose", name(), any())), any());
            case 3 -> {
                String axis = name();
                constants.put(axis, Tensor.vector(random.nextInt(2)));
                String reduced = add(random.nextBoolean() ? "ReduceSum" : "ReduceMax", name(), any(), axis);
                yield add("Sub", name(), any(), reduced);
            }
            case 4 -> {
                String flat = name();
                constants.put(flat, Tensor.vector(-1));
                String back = name();
                constants.put(back, Tensor.vector(shape.toLongs()));
                yield add("Reshape", name(), add("Exp", name(), add("Reshape", name(), any(), flat)), back);
            }
            default -> {
                Attributes half = Attributes.NONE.with("to", DataType.FLOAT16.code());
                Attributes single = Attributes.NONE.with("to", DataType.FLOAT32.code());
                yield add("Cast", single, name(), add("Add", name(), cast(half), cast(half)));
            }
        };
    }

    private String cast(Attributes type) {
        return add("Cast", type, name(), any());
    }

    private String any() {
        return values.get(random.nextInt(values.size()));
    }

    private String name() {
        return "v" + nodes.size() + "_" + constants.size() + "_" + random.nextInt(1 << 30);
    }

    private String add(String operator, String output, String... inputs) {
        return add(operator, Attributes.NONE, output, inputs);
    }

    private String add(String operator, Attributes attributes, String output, String... inputs) {
        nodes.add(new Node("", "", operator, 18, List.of(inputs), List.of(output), attributes));
        return output;
    }
}
