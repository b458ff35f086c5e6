package network.millrace.proof.program;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Composite;

/**
 * A composite operator of which a program's operations are the expansion. A hint for the executor and the differentiator; no
 * part of the canonical form.
 *
 * @param inputs numbers of values; {@link Operation#ABSENT} for one that is left out
 * @param complete whether every input that was given is a value of the program; one that no operation reads, because what the
 *     group makes of it was folded, is not
 * @param outputs numbers of values; {@link Operation#ABSENT} for one that the program does not use
 * @param parent the group around this one, or {@link Operation#ABSENT}
 */
public record Group(
        Composite operator,
        Attributes attributes,
        List<Integer> inputs,
        boolean complete,
        List<Integer> outputs,
        int parent) {
    public Group {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
