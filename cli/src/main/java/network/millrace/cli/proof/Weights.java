package network.millrace.cli.proof;

import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.tensor.Tensor;

/** Weights from a file of their own in the place of those that came with a model. */
final class Weights {
    private Weights() {}

    /** The graph with other values of its initializers; each must be there already, with the same type. */
    static Graph replaced(Graph graph, SortedMap<String, Tensor> weights) {
        NavigableMap<String, Tensor> initializers = new TreeMap<>(graph.initializers());
        weights.forEach((name, tensor) -> {
            Tensor before = initializers.put(name, tensor);
            if (before == null || !before.tensorType().equals(tensor.tensorType())) {
                throw CommandFailure.failed("weight " + name + " is " + tensor.tensorType() + "; the model has "
                        + (before == null
                                ? "no initializer of that name"
                                : before.tensorType().toString()));
            }
        });
        return new Graph(
                graph.name(),
                graph.inputs(),
                graph.outputs(),
                graph.nodes(),
                initializers,
                graph.functions(),
                graph.metadata());
    }
}
