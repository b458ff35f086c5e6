package network.millrace.proof.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** Puts a graph together in code, node by node; values are known by their names, which it makes up where none is given. */
public final class GraphBuilder {
    private final String name;
    private final int opset;
    private final List<GraphInput> inputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final SortedMap<String, Tensor> initializers = new TreeMap<>();

    public GraphBuilder(String name, int opset) {
        this.name = name;
        this.opset = opset;
    }

    public String input(String input, TensorType type) {
        inputs.add(GraphInput.of(input, type));
        return input;
    }

    /** An initializer by name: a parameter. */
    public String initializer(String initializer, Tensor value) {
        initializers.put(initializer, value);
        return initializer;
    }

    /** A constant that is no parameter. */
    public String constant(Tensor value) {
        return node("Constant", Attributes.NONE.with("value", new Attribute.Constant(value)));
    }

    /** The output of a new node. */
    public String node(String operator, Attributes attributes, String... operands) {
        return node(operator, 1, attributes, operands).getFirst();
    }

    public String node(String operator, String... operands) {
        return node(operator, Attributes.NONE, operands);
    }

    /** All outputs of a new node. */
    public List<String> node(String operator, int outputs, Attributes attributes, String... operands) {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            results.add("value " + nodes.size() + (i == 0 ? "" : "." + i));
        }
        nodes.add(new Node("", "", operator, opset, List.of(operands), results, attributes));
        return results;
    }

    /** The graph with the given value as its only output, under the given name. */
    public Graph build(String output, String value) {
        nodes.add(new Node("", "", "Identity", opset, List.of(value), List.of(output), Attributes.NONE));
        return Graph.of(name, inputs, List.of(output), nodes, initializers);
    }
}
