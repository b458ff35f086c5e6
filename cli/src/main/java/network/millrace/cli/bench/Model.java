package network.millrace.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Node;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** A graph while it is built, node by node; weights are drawn from a seed, or left open as inputs where only the graph matters. */
final class Model {
    private static final int OPSET = 20;
    private static final long SEED = 20_261_128;

    private final boolean filled;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<GraphInput> inputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final TreeMap<String, Tensor> initializers = new TreeMap<>();
    private long parameters;

    /**
     * An empty graph.
     *
     * @param filled whether weights get numbers; otherwise they are inputs, and nothing is allocated
     */
    Model(boolean filled) {
        this.filled = filled;
    }

    String input(DataType type, int... shape) {
        String name = "input" + inputs.size();
        inputs.add(GraphInput.of(name, new TensorType(type, Shape.of(shape))));
        return name;
    }

    /** A float32 weight, its numbers uniform between plus and minus a scale. */
    String weight(double scale, int... shape) {
        TensorType type = new TensorType(DataType.FLOAT32, Shape.of(shape));
        parameters += type.shape().size();
        if (!filled) {
            return input(DataType.FLOAT32, shape);
        }
        String name = "weight" + initializers.size();
        initializers.put(name, random(type, scale));
        return name;
    }

    String constant(Tensor tensor) {
        String name = "constant" + initializers.size();
        initializers.put(name, tensor);
        return name;
    }

    /** Adds a node with one output, and returns its name. */
    String node(String operator, Attributes attributes, String... from) {
        return nodes(operator, attributes, 1, from).getFirst();
    }

    String node(String operator, String... from) {
        return node(operator, Attributes.NONE, from);
    }

    /** Adds a node with several outputs. */
    List<String> nodes(String operator, Attributes attributes, int outputs, String... from) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            names.add("value" + nodes.size() + "." + i);
        }
        nodes.add(new Node("", "", operator, OPSET, List.of(from), names, attributes));
        return names;
    }

    Graph graph(String... outputs) {
        return Graph.of("bench", inputs, List.of(outputs), nodes, initializers);
    }

    long parameters() {
        return parameters;
    }

    /** Tensors for the inputs of a graph: floats between -1 and 1, whole numbers from 0 to 999. */
    static List<Tensor> inputs(Graph graph) {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        return graph.inputs().stream()
                .map(input -> {
                    TensorType type = input.declared();
                    if (type.type() == DataType.FLOAT32) {
                        return random(random, type, 1);
                    }
                    return Tensor.of(
                            type.shape(),
                            random.longs(type.shape().size(), 0, 1_000).toArray());
                })
                .toList();
    }

    private Tensor random(TensorType type, double scale) {
        return random(random, type, scale);
    }

    static Tensor random(SplittableRandom random, TensorType type, double scale) {
        Tensor tensor = Tensor.allocate(type);
        float[] numbers = tensor.floats();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (random.nextDouble(2) * scale - scale);
        }
        return tensor;
    }
}
