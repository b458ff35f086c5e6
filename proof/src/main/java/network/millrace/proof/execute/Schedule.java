package network.millrace.proof.execute;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.operators.Fused;
import network.millrace.proof.program.Group;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;

/** What is computed, in order. */
record Schedule(List<Task> tasks) {
    /** One thing to compute. */
    sealed interface Task {
        /** Numbers of the values that are read; {@link Operation#ABSENT} among them. */
        List<Integer> inputs();

        List<Integer> outputs();
    }

    /** An operation by itself. */
    record Single(Operation operation) implements Task {
        @Override
        public List<Integer> inputs() {
            return operation.inputs();
        }

        @Override
        public List<Integer> outputs() {
            return operation.outputs();
        }
    }

    /** A whole group by its fused kernel. */
    record Whole(Fused operator, Group group) implements Task {
        @Override
        public List<Integer> inputs() {
            return group.inputs();
        }

        @Override
        public List<Integer> outputs() {
            return group.outputs();
        }
    }

    /**
     * A product, and elementwise operations that are done on its pieces in place.
     *
     * @param inputs what comes from outside
     */
    record Finished(Operation product, List<Operation> steps, List<Integer> inputs) implements Task {
        @Override
        public List<Integer> outputs() {
            return steps.getLast().outputs();
        }
    }

    /**
     * Elementwise operations over tensors of one shape, done together block by block.
     *
     * @param inputs what comes from outside
     * @param outputs what is read outside; the rest has no place in memory
     */
    record Blockwise(List<Operation> operations, List<Integer> inputs, List<Integer> outputs) implements Task {}

    Schedule {
        tasks = List.copyOf(tasks);
    }

    /** Every operation by itself, so that each output can be observed. */
    static Schedule unfused(Program program) {
        return new Schedule(program.operations().stream().<Task>map(Single::new).toList());
    }

    /**
     * Fused kernels where they can be: the group's one output is made by its last operation, and nobody outside of the group
     * reads a value from within it. Then products {@link DirectReads read
     * directly} what was transposed for them, and what can be {@link Joins joined} is.
     */
    static Schedule fused(Program program) {
        List<Task> tasks = DirectReads.of(program, new Fusion(program).tasks());
        return new Schedule(Joins.of(program, tasks));
    }

    /** Finds the groups that can be computed as a whole. */
    private static final class Fusion {
        private final Program program;
        private final List<List<Operation>> members = new ArrayList<>();
        private final List<List<Operation>> readers = new ArrayList<>();

        Fusion(Program program) {
            this.program = program;
            program.groups().forEach(group -> members.add(new ArrayList<>()));
            for (int value = 0; value < program.valueCount(); value++) {
                readers.add(new ArrayList<>());
            }
            for (Operation operation : program.operations()) {
                groupsAround(operation).forEach(group -> members.get(group).add(operation));
                operation.inputs().stream()
                        .filter(input -> input != Operation.ABSENT)
                        .forEach(input -> readers.get(input).add(operation));
            }
        }

        List<Task> tasks() {
            boolean[] fused = new boolean[members.size()];
            for (int group = 0; group < fused.length; group++) {
                fused[group] = isFused(group);
            }
            List<Task> tasks = new ArrayList<>();
            for (Operation operation : program.operations()) {
                List<Integer> around = groupsAround(operation).stream()
                        .filter(group -> fused[group])
                        .toList();
                if (around.isEmpty()) {
                    tasks.add(new Single(operation));
                } else if (operation.index()
                        == members.get(around.getLast()).getLast().index()) {
                    Group whole = program.groups().get(around.getLast());
                    tasks.add(new Whole((Fused) whole.operator(), whole));
                }
            }
            return tasks;
        }

        /** The groups that an operation belongs to, from the innermost to the outermost. */
        private List<Integer> groupsAround(Operation operation) {
            List<Integer> around = new ArrayList<>();
            for (int group = operation.group(); group != Operation.ABSENT; group = parent(group)) {
                around.add(group);
            }
            return around;
        }

        private int parent(int group) {
            return program.groups().get(group).parent();
        }

        private boolean isFused(int number) {
            Group group = program.groups().get(number);
            List<Operation> inside = members.get(number);
            if (!(group.operator() instanceof Fused fused)
                    || inside.isEmpty()
                    || !group.complete()
                    || group.outputs().size() != 1) {
                return false;
            }
            int result = group.outputs().getFirst();
            return inside.getLast().outputs().equals(group.outputs())
                    && inside.stream()
                            .flatMap(operation -> operation.outputs().stream())
                            .allMatch(value -> value == result || isInner(value, number))
                    && fused.fuses(program.signature(group));
        }

        private boolean isInner(int value, int group) {
            return !program.outputs().contains(value)
                    && readers.get(value).stream()
                            .allMatch(reader -> groupsAround(reader).contains(group));
        }
    }
}
