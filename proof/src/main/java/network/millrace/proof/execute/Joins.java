package network.millrace.proof.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.execute.Schedule.Blockwise;
import network.millrace.proof.execute.Schedule.Finished;
import network.millrace.proof.execute.Schedule.Single;
import network.millrace.proof.execute.Schedule.Task;
import network.millrace.proof.operators.Pass;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.Tail;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Joins operations that follow each other to one task, so that what is between them need not go to memory and back. A product
 * takes along the elementwise operations after it, each of which is the only reader of what is before it. Of what is left then,
 * elementwise operations of one shape that stand next to each other are done block by block.
 */
final class Joins {
    private static final int NONE = -1;

    /** Elements from which on it pays to go by blocks. */
    private static final int LONG = 4096;

    /** Operations that are done together, at most. */
    private static final int TOGETHER = 64;

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
        List<Task> joined = new Joins(program, tasks).joined();
        return new Joins(program, joined).blockwise();
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

    private List<Task> blockwise() {
        List<Task> result = new ArrayList<>();
        int i = 0;
        while (i < tasks.size()) {
            Neighbours neighbours = neighbours(i);
            if (neighbours.operations().size() > 1) {
                result.addAll(neighbours.before());
                result.add(blockwise(neighbours.operations()));
                i = neighbours.end();
            } else {
                result.add(tasks.get(i));
                i++;
            }
        }
        return result;
    }

    /**
     * Operations that can be done together.
     *
     * @param before tasks between them, which can as well be done before all of them
     * @param end number of the task behind the last one
     */
    private record Neighbours(List<Operation> operations, List<Task> before, int end) {}

    private Neighbours neighbours(int first) {
        List<Operation> operations = new ArrayList<>();
        NavigableSet<Integer> computed = new TreeSet<>();
        List<Task> before = new ArrayList<>();
        List<Task> between = new ArrayList<>();
        int end = first;
        for (int i = first; i < tasks.size() && operations.size() < TOGETHER; i++) {
            Task task = tasks.get(i);
            if (task instanceof Single(Operation operation) && isLike(operation, operations)) {
                operations.add(operation);
                computed.addAll(operation.outputs());
                before.addAll(between);
                between.clear();
                end = i + 1;
            } else if (!operations.isEmpty()
                    && between.size() < TOGETHER
                    && task.outputs().stream()
                            .allMatch(output -> program.type(output).shape().size() < LONG)
                    && task.inputs().stream().noneMatch(computed::contains)) {
                between.add(task);
            } else {
                break;
            }
        }
        return new Neighbours(operations, before, end);
    }

    private boolean isLike(Operation operation, List<Operation> others) {
        return shapeOf(operation).size() >= LONG
                && Pass.takes(operation.operator(), program.signature(operation))
                && (others.isEmpty() || shapeOf(operation).equals(shapeOf(others.getFirst())));
    }

    private Shape shapeOf(Operation operation) {
        return program.type(operation.outputs().getFirst()).shape();
    }

    private Blockwise blockwise(List<Operation> operations) {
        NavigableMap<Integer, Integer> readsInside = new TreeMap<>();
        NavigableSet<Integer> outputs = new TreeSet<>();
        NavigableSet<Integer> inputs = new TreeSet<>();
        for (Operation operation : operations) {
            for (int input : operation.inputs()) {
                readsInside.merge(input, 1, Integer::sum);
                if (!outputs.contains(input)) {
                    inputs.add(input);
                }
            }
            outputs.add(operation.outputs().getFirst());
        }
        outputs.removeIf(output -> reads[output] <= readsInside.getOrDefault(output, 0));
        return new Blockwise(operations, List.copyOf(inputs), List.copyOf(outputs));
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
