package network.millrace.proof.program;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Composite;

/**
 * A composite operator of which a program's operations are the expansion. A hint for the executor and the differentiator; no
 * part of the canonical form.
 *
 * @param inputs numbers of values; {@link Operation#ABSENT} for one that is left out
 * @param outputs numbers of values; {@link Operation#ABSENT} for one that the program does not use
 * @param parent the group around this one, or {@link Operation#ABSENT}
 */
public record Group(
        Composite operator, Attributes attributes, List<Integer> inputs, List<Integer> outputs, int parent) {
    public Group {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
