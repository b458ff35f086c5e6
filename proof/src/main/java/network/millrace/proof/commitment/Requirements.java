package network.millrace.proof.commitment;

import network.millrace.proof.RefusedException;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.program.Program;

/**
 * What a job takes, known before it begins.
 *
 * @param memoryBytes most bytes at a time: one run of the step program, the states that are kept, and the roots of checkpoints
 * @param operations multiply-adds and element operations of all steps; the largest long stands for more
 */
public record Requirements(long memoryBytes, long operations) {
    /** A root, with what it costs to keep one in a list and in the levels of the run's tree. */
    private static final long ROOT_BYTES = 128;

    /**
     * The requirements of a job.
     *
     * @param keptEvery after how many checkpoints a state is kept, as in {@link Run#of}
     */
    public static Requirements of(Job job, int keptEvery) {
        Program program = job.program().program();
        long state = job.program().stateOutputs().stream()
                .mapToLong(output -> program.type(program.outputs().get(output)).bytes())
                .sum();
        // Beside those that are kept: the one that a step starts from.
        long states = 2 + job.checkpoints() / keptEvery;
        long kept = saturated(state, states) + saturated(ROOT_BYTES, job.checkpoints());
        long memory = kept < 0 ? Long.MAX_VALUE : Executor.memoryBytes(program) + kept;
        return new Requirements(memory < 0 ? Long.MAX_VALUE : memory, saturated(program.cost(), job.steps()));
    }

    /**
     * Refuses a job that takes more than it may.
     *
     * @throws RefusedException with what it takes and what it may
     */
    public void check(long memoryBytesMax, long operationsMax) {
        if (memoryBytes > memoryBytesMax) {
            throw RefusedException.overLimit("bytes of memory for the job", memoryBytes, memoryBytesMax);
        }
        if (operations > operationsMax) {
            throw RefusedException.overLimit("operations of all steps", operations, operationsMax);
        }
    }

    private static long saturated(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
