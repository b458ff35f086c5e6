package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;

/** One use of a composite operator, and where its parts go. */
public interface Expansion extends Emitter {
    Attributes attributes();

    /** How many inputs were given, absent ones among them included. */
    int inputCount();

    /** Input i; absent when it was left out. */
    Value input(int i);

    default boolean has(int i) {
        return !input(i).isAbsent();
    }

    /** How many outputs the node has. */
    int outputCount();

    /** Whether output i has a name, so that somebody may use it. */
    boolean wants(int i);

    /**
     * Adds the nodes of a subgraph. Names that it does not define are those of the graph around the node.
     *
     * @param inputs values for the subgraph's inputs, in order
     * @return the values of its outputs
     */
    List<Value> inline(Graph subgraph, List<Value> inputs);
}
