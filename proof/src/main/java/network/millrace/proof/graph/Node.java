package network.millrace.proof.graph;

import java.util.List;

/**
 * One use of an operator.
 *
 * @param name for messages only; may be empty
 * @param domain empty for the standard domain
 * @param version the opset of the domain that the node is written for
 * @param inputs names of values; an empty one is an optional input that is absent
 * @param outputs names of values; an empty one is an output that nobody uses
 */
public record Node(
        String name,
        String domain,
        String operator,
        int version,
        List<String> inputs,
        List<String> outputs,
        Attributes attributes) {
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The node as a message names it: operator, name if any, and what it makes. */
    public String title() {
        return operator + (name.isEmpty() ? "" : " \"" + name + "\"") + " -> " + String.join(", ", outputs);
    }
}
