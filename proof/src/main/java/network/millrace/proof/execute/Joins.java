package network.millrace.proof.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.execute.Schedule.Finished;
import network.millrace.proof.execute.Schedule.Single;
import network.millrace.proof.execute.Schedule.Task;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.Tail;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import org.jspecify.annotations.Nullable;

/**
 * Joins operations that follow each other to one task, so that what is between them need not go to memory and back: a product
 * takes along the elementwise operations after it, each of which is the only reader of what is before it.
 */
final class Joins {
    private static final int NONE = -1;

    private final Program program;
    private final List<Task> tasks;
    /** For each value how often it is read; an output of the program once more. */
    private final int[] reads;
    /** For each value the last task that reads it. */
    private final int[] reader;
    /** Tasks that are part of a joined one. */
    private final boolean[] isTaken;

    private Joins(Program program, List<Task> tasks) {
        this.program = program;
        this.tasks = tasks;
        this.reads = new int[program.valueCount()];
        this.reader = new int[program.valueCount()];
        this.isTaken = new boolean[tasks.size()];
        Arrays.fill(reader, NONE);
        for (int i = 0; i < tasks.size(); i++) {
            for (int input : tasks.get(i).inputs()) {
                if (input != Operation.ABSENT) {
                    reads[input]++;
                    reader[input] = i;
                }
            }
        }
        program.outputs().forEach(output -> reads[output]++);
    }

    static List<Task> of(Program program, List<Task> tasks) {
        return new Joins(program, tasks).joined();
    }

    /** A joined task stands where its last operation stood: then all that it reads is there. */
    private List<Task> joined() {
        @Nullable Task[] standing = tasks.toArray(Task[]::new);
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i) instanceof Single(Operation product)
                    && product.operator().finishes(program.signature(product))) {
                List<Integer> steps = steps(product);
                if (!steps.isEmpty()) {
                    standing[i] = null;
                    for (int step : steps) {
                        isTaken[step] = true;
                        standing[step] = null;
                    }
                    standing[steps.getLast()] = finished(product, steps);
                }
            }
        }
        return Arrays.stream(standing)
                .flatMap(task -> Optional.ofNullable(task).stream())
                .toList();
    }

    /** Numbers of the tasks that can be done on the product's pieces. */
    private List<Integer> steps(Operation product) {
        List<Integer> steps = new ArrayList<>();
        int value = product.outputs().getFirst();
        while (reads[value] == 1
                && reader[value] != NONE
                && !isTaken[reader[value]]
                && tasks.get(reader[value]) instanceof Single(Operation next)
                && follows(next, value)) {
            steps.add(reader[value]);
            value = next.outputs().getFirst();
        }
        return steps;
    }

    private boolean follows(Operation next, int value) {
        Signature signature = program.signature(next);
        return Tail.takes(next.operator(), signature)
                && signature.output(0).shape().equals(program.type(value).shape());
    }

    private Finished finished(Operation product, List<Integer> steps) {
        List<Operation> operations = steps.stream()
                .map(step -> ((Single) tasks.get(step)).operation())
                .toList();
        List<Integer> inputs = new ArrayList<>(product.inputs());
        int running = product.outputs().getFirst();
        for (Operation operation : operations) {
            for (int input : operation.inputs()) {
                if (input != running) {
                    inputs.add(input);
                }
            }
            running = operation.outputs().getFirst();
        }
        return new Finished(product, operations, List.copyOf(inputs));
    }
}
