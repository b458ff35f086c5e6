package network.millrace.proof.execute;

import java.util.List;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.TensorType;

/**
 * The bytes of one run. What a kernel packs on top of that is bounded by itself: 16 MiB, and less than 2 MiB for each thread.
 *
 * @param given inputs, constants and outputs
 * @param planned buffers for what lies in between
 * @param kept packed copies of constants
 * @param widened the widest operation's 16-bit inputs and outputs, which are computed in float32
 */
record Footprint(long given, long planned, long kept, long widened) {
    static Footprint of(Program program, Schedule schedule, MemoryPlan plan) {
        long widened = schedule.tasks().stream()
                .mapToLong(task -> widened(program, task.inputs()) + widened(program, task.outputs()))
                .max()
                .orElse(0);
        long kept = KeptConstants.of(program, schedule).bytes();
        return new Footprint(given(program), plan.bytes(), kept, widened);
    }

    /** All of it; tensors are at most 2^33 bytes each, so that no number of them in a program overflows. */
    long bytes() {
        return given + planned + kept + widened;
    }

    private static long given(Program program) {
        long bytes = 0;
        for (int value = 0;
                value < program.inputNames().size() + program.constants().size();
                value++) {
            bytes += program.type(value).bytes();
        }
        for (int output : program.outputs()) {
            bytes += program.type(output).bytes();
        }
        return bytes;
    }

    private static long widened(Program program, List<Integer> values) {
        return values.stream()
                .filter(value -> value != Operation.ABSENT)
                .map(program::type)
                .filter(type -> type.type().isHalf())
                .mapToLong(TensorType::bytes)
                .map(bytes -> 2 * bytes)
                .sum();
    }
}
