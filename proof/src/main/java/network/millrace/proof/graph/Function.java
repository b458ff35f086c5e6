package network.millrace.proof.graph;

import java.util.List;

/**
 * A function that a file defines by a body of nodes.
 *
 * @param defaults values of attributes that a call may leave out
 */
public record Function(List<String> inputs, List<String> outputs, List<Node> nodes, Attributes defaults) {
    public Function {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
    }
}
