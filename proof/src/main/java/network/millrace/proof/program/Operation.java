package network.millrace.proof.program;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Primitive;

/**
 * One operation of a program.
 *
 * @param index its place in the canonical order
 * @param inputs numbers of values; {@link #ABSENT} for an optional input that is left out
 * @param outputs numbers of values
 * @param group the innermost composite that it comes from, as an index into the program's groups; or {@link #ABSENT}
 */
public record Operation(
        int index, Primitive operator, Attributes attributes, List<Integer> inputs, List<Integer> outputs, int group) {
    public static final int ABSENT = -1;

    public Operation {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** For example {@code operation 12 (MatMul)}. */
    public String title() {
        return "operation " + index + " (" + operator.name() + ")";
    }
}
