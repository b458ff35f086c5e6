package network.millrace.proof.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.millrace.proof.operators.Differentiable;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.program.Group;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;

/**
 * Which composite operators of a program are differentiated as a whole, by a rule of their own, and not by way of their parts:
 * those that have a rule, are in their newest form and have one output. The outermost one counts.
 */
final class Composites {
    private final List<Integer> around;
    private final List<Integer> ends;

    private Composites(List<Integer> around, List<Integer> ends) {
        this.around = around;
        this.ends = ends;
    }

    static Composites of(Program program) {
        int[] producers = new int[program.valueCount()];
        Arrays.fill(producers, Operation.ABSENT);
        program.operations()
                .forEach(operation -> operation.outputs().forEach(output -> producers[output] = operation.index()));
        List<Integer> ends = new ArrayList<>();
        for (Group group : program.groups()) {
            ends.add(end(group, producers));
        }
        List<Integer> around = program.operations().stream()
                .map(operation -> outermost(program, operation, ends))
                .toList();
        return new Composites(around, List.copyOf(ends));
    }

    /** The composite that an operation is a part of, as an index into the program's groups; or {@link Operation#ABSENT}. */
    int around(Operation operation) {
        return around.get(operation.index());
    }

    /** Whether an operation gives the result of a composite, so that all that it is of is there. */
    boolean endsWith(int group, Operation operation) {
        return ends.get(group) == operation.index();
    }

    /** The operation that gives a group's result; absent when the group is not to be taken as a whole. */
    private static int end(Group group, int[] producers) {
        boolean whole = group.operator() instanceof Differentiable
                && Operators.standard().newest(group.operator().name()).equals(group.operator())
                && group.outputs().size() == 1
                && group.outputs().getFirst() != Operation.ABSENT;
        int end = whole ? producers[group.outputs().getFirst()] : Operation.ABSENT;
        boolean ready = group.inputs().stream().allMatch(input -> input == Operation.ABSENT || producers[input] < end);
        return ready ? end : Operation.ABSENT;
    }

    private static int outermost(Program program, Operation operation, List<Integer> ends) {
        int outermost = Operation.ABSENT;
        for (int group = operation.group();
                group != Operation.ABSENT;
                group = program.groups().get(group).parent()) {
            outermost = ends.get(group) == Operation.ABSENT ? outermost : group;
        }
        return outermost;
    }
}
