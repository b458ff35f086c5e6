package network.millrace.proof.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.TensorType;

/**
 * Which buffer each value lives in. Buffers hold one kind of Java array and are reused as soon as the last reader of a value
 * is done; a buffer is as long as the longest value that it ever holds. Inputs, constants and outputs of the program have
 * none: the first two are there already, and outputs are the caller's to keep.
 *
 * @param bufferOf for each value the number of its buffer, or {@link #NONE}
 */
record MemoryPlan(List<Buffer> buffers, List<Integer> bufferOf) {
    /** A value without a buffer of its own. */
    static final int NONE = -1;

    /** An array that is reused. */
    record Buffer(DataType.Storage storage, int length) {}

    /** Bytes of all buffers together. */
    long bytes() {
        return buffers.stream()
                .mapToLong(buffer -> (long) buffer.length() * elementBytes(buffer.storage()))
                .sum();
    }

    static int elementBytes(DataType.Storage storage) {
        return switch (storage) {
            case DOUBLES, LONGS -> 8;
            case FLOATS, INTS -> 4;
            case SHORTS -> 2;
            case BYTES -> 1;
        };
    }

    /** The plan of a static program. */
    static MemoryPlan of(Program program, Schedule schedule) {
        return new Planner(program, schedule).plan();
    }

    /** For each value the one whose memory it shares, itself if none. */
    private static int[] views(Program program, Schedule schedule) {
        int[] viewOf = new int[program.valueCount()];
        Arrays.setAll(viewOf, value -> value);
        for (Schedule.Task task : schedule.tasks()) {
            if (task instanceof Schedule.Single(Operation operation)
                    && operation.operator().isView()) {
                viewOf[operation.outputs().getFirst()] =
                        viewOf[operation.inputs().getFirst()];
            }
        }
        return viewOf;
    }

    private static final class Planner {
        private final Program program;
        private final Schedule schedule;
        private final int[] viewOf;
        private final int[] lastTask;
        private final int[] bufferOf;
        private final List<Buffer> buffers = new ArrayList<>();
        private final List<Integer> free = new ArrayList<>();

        Planner(Program program, Schedule schedule) {
            this.program = program;
            this.schedule = schedule;
            this.viewOf = views(program, schedule);
            this.lastTask = new int[program.valueCount()];
            this.bufferOf = new int[program.valueCount()];
            Arrays.fill(bufferOf, NONE);
        }

        MemoryPlan plan() {
            findLastTasks();
            boolean[] isOutput = new boolean[program.valueCount()];
            program.outputs().forEach(output -> isOutput[viewOf[output]] = true);
            for (int i = 0; i < schedule.tasks().size(); i++) {
                Schedule.Task task = schedule.tasks().get(i);
                for (int output : task.outputs()) {
                    boolean own = viewOf[output] == output && !isOutput[output];
                    if (own) {
                        bufferOf[output] = take(program.type(output));
                    }
                }
                int now = i;
                task.inputs().stream()
                        .filter(input -> input != Operation.ABSENT)
                        .map(input -> viewOf[input])
                        .distinct()
                        .forEach(value -> release(value, now));
                task.outputs().stream().map(output -> viewOf[output]).distinct().forEach(value -> release(value, now));
            }
            return new MemoryPlan(
                    List.copyOf(buffers), Arrays.stream(bufferOf).boxed().toList());
        }

        private void findLastTasks() {
            Arrays.fill(lastTask, NONE);
            for (int i = 0; i < schedule.tasks().size(); i++) {
                for (int output : schedule.tasks().get(i).outputs()) {
                    lastTask[viewOf[output]] = i;
                }
                for (int input : schedule.tasks().get(i).inputs()) {
                    if (input != Operation.ABSENT) {
                        lastTask[viewOf[input]] = i;
                    }
                }
            }
        }

        private void release(int value, int now) {
            if (bufferOf[value] != NONE && lastTask[value] == now) {
                free.add(bufferOf[value]);
            }
        }

        /** The smallest free buffer that is long enough, else the longest, made longer, else a new one. */
        private int take(TensorType type) {
            int length = type.shape().arraySize();
            List<Integer> suitable = free.stream()
                    .filter(buffer ->
                            buffers.get(buffer).storage() == type.type().storage())
                    .sorted(Comparator.comparingInt(
                            buffer -> buffers.get(buffer).length()))
                    .toList();
            if (suitable.isEmpty()) {
                buffers.add(new Buffer(type.type().storage(), length));
                return buffers.size() - 1;
            }
            int chosen = suitable.stream()
                    .filter(buffer -> buffers.get(buffer).length() >= length)
                    .findFirst()
                    .orElse(suitable.getLast());
            free.remove(Integer.valueOf(chosen));
            Buffer buffer = buffers.get(chosen);
            buffers.set(chosen, new Buffer(buffer.storage(), Math.max(buffer.length(), length)));
            return chosen;
        }
    }
}
