package network.millrace.proof.commitment;

/** Where a step program gets one of its inputs from. */
public sealed interface InputSource {
    /** What an output of the step before was; before the first step, what the job starts with. */
    record State(int output) implements InputSource {}

    /** A tensor of the step's batch. */
    record Batch(int slot) implements InputSource {}

    /** The step's number, from 1 on: one int64. */
    record StepNumber() implements InputSource {}

    /** The job's seed: one int64. */
    record Seed() implements InputSource {}
}
