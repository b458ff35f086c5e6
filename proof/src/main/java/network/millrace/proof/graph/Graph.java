package network.millrace.proof.graph;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.tensor.Tensor;

/**
 * A graph as its author wrote it. Nodes may stand in any order; values are known by name.
 *
 * @param inputs what a caller gives; an input with an initializer of the same name may be left out
 * @param outputs what a caller gets
 * @param initializers constant tensors by name
 * @param functions bodies of functions that the file itself brings, by domain and name
 * @param metadata notes of the author, e.g. which output is the next value of which input
 */
public record Graph(
        String name,
        List<GraphInput> inputs,
        List<String> outputs,
        List<Node> nodes,
        SortedMap<String, Tensor> initializers,
        SortedMap<String, Function> functions,
        SortedMap<String, String> metadata) {
    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        initializers = copy(initializers);
        functions = copy(functions);
        metadata = copy(metadata);
    }

    /** A graph without functions and metadata. */
    public static Graph of(
            String name,
            List<GraphInput> inputs,
            List<String> outputs,
            List<Node> nodes,
            Map<String, Tensor> initializers) {
        return new Graph(name, inputs, outputs, nodes, new TreeMap<>(initializers), new TreeMap<>(), new TreeMap<>());
    }

    /** The key of a function in {@link #functions}. */
    public static String functionKey(String domain, String name) {
        return domain + ":" + name;
    }

    private static <T> SortedMap<String, T> copy(SortedMap<String, T> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
