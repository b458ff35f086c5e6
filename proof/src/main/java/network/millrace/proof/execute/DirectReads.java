package network.millrace.proof.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.execute.Schedule.Single;
import network.millrace.proof.execute.Schedule.Task;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.TransposedOperands;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import org.jspecify.annotations.Nullable;

/** Products read what was transposed for them alone as it was before; then it need not be transposed. */
final class DirectReads {
    private final Program program;
    private final List<Task> tasks;
    /** For each value how often it is read, as an output of the program too, by others than products. */
    private final int[] otherReads;
    /** For each value the operation that transposes it for products alone. */
    private final @Nullable Operation[] transposes;

    private DirectReads(Program program, List<Task> tasks) {
        this.program = program;
        this.tasks = tasks;
        this.otherReads = new int[program.valueCount()];
        this.transposes = new @Nullable Operation[program.valueCount()];
        program.outputs().forEach(output -> otherReads[output]++);
        for (Task task : tasks) {
            if (!(task instanceof Single(Operation operation)) || !isProduct(operation)) {
                task.inputs().stream()
                        .filter(input -> input != Operation.ABSENT)
                        .forEach(input -> otherReads[input]++);
            }
        }
        for (Task task : tasks) {
            if (task instanceof Single(Operation operation) && isNeedless(operation)) {
                transposes[operation.outputs().getFirst()] = operation;
            }
        }
    }

    static List<Task> of(Program program, List<Task> tasks) {
        return new DirectReads(program, tasks).direct();
    }

    private boolean isProduct(Operation operation) {
        Signature signature = program.signature(operation);
        return TransposedOperands.reading(operation.operator(), operation.attributes(), signature, 0)
                .isPresent();
    }

    private boolean isNeedless(Operation operation) {
        return TransposedOperands.isTranspose(operation.operator(), program.signature(operation))
                && otherReads[operation.outputs().getFirst()] == 0;
    }

    private List<Task> direct() {
        List<Task> result = new ArrayList<>();
        for (Task task : tasks) {
            if (!(task instanceof Single(Operation operation))) {
                result.add(task);
            } else if (!isNeedless(operation)) {
                result.add(new Single(reading(operation)));
            }
        }
        return List.copyOf(result);
    }

    private Operation reading(Operation operation) {
        List<Integer> inputs = new ArrayList<>(operation.inputs());
        Attributes attributes = operation.attributes();
        for (int i = 0; i < inputs.size(); i++) {
            Operation transpose = inputs.get(i) == Operation.ABSENT ? null : transposes[inputs.get(i)];
            if (transpose != null) {
                Optional<Attributes> reading =
                        TransposedOperands.reading(operation.operator(), attributes, program.signature(operation), i);
                attributes = reading.orElseThrow();
                inputs.set(i, transpose.inputs().getFirst());
            }
        }
        return new Operation(
                operation.index(), operation.operator(), attributes, inputs, operation.outputs(), operation.group());
    }
}
