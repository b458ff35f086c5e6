package network.millrace.proof.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import network.millrace.proof.execute.Schedule.Finished;
import network.millrace.proof.execute.Schedule.Single;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;

/**
 * Constants of which the kernels keep a packed copy from run to run, the first ones of a program as far as they fit.
 *
 * @param values their numbers
 * @param bytes of the copies
 */
record KeptConstants(List<Integer> values, long bytes) {
    /** More is not kept, so that a model takes little more memory than its weights. */
    private static final long BYTES_MOST = 64L << 20;

    static KeptConstants of(Program program, Schedule schedule) {
        NavigableSet<Integer> values = new TreeSet<>();
        long bytes = 0;
        for (Operation operation : operations(schedule)) {
            OptionalInt input = operation.operator().keptInput(program.signature(operation));
            if (input.isPresent() && program.isConstant(operation.inputs().get(input.getAsInt()))) {
                int value = operation.inputs().get(input.getAsInt());
                // A copy is filled up to whole tiles.
                long copy = program.type(value).bytes() / 8 * 9;
                if (bytes + copy <= BYTES_MOST && values.add(value)) {
                    bytes += copy;
                }
            }
        }
        return new KeptConstants(List.copyOf(values), bytes);
    }

    private static List<Operation> operations(Schedule schedule) {
        List<Operation> operations = new ArrayList<>();
        for (Schedule.Task task : schedule.tasks()) {
            switch (task) {
                case Single(Operation operation) -> operations.add(operation);
                case Finished finished -> operations.add(finished.product());
                case Schedule.Blockwise ignored -> {}
                case Schedule.Whole ignored -> {}
            }
        }
        return operations;
    }
}
