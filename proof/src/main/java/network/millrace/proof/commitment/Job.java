package network.millrace.proof.commitment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.program.ProgramEncoding;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;

/**
 * What a provider is asked to compute, bit by bit; everybody knows it before the work begins.
 *
 * @param initial the root of the checkpoint before the first step
 * @param interval a run commits to the checkpoint after every so many steps, and to the last one
 */
public record Job(
        Hashing hashing, StepProgram program, Manifest manifest, Hash initial, long seed, long steps, int interval) {
    public static final long STEPS_MAX = 1L << 40;

    private static final byte[] MAGIC = "millrace.job".getBytes(StandardCharsets.UTF_8);

    public Job {
        if (steps < 1 || steps > STEPS_MAX) {
            throw RefusedException.malformed("a job has 1 to " + STEPS_MAX + " steps; this one has " + steps);
        }
        if (interval < 1) {
            throw RefusedException.malformed("checkpoints are made every 1 or more steps; here every " + interval);
        }
    }

    /** The job's id: its program, data, start, seed and length. */
    public Hash id() {
        Hash programId = ProgramEncoding.id(program.program(), TensorTree.digest(hashing));
        ByteBuffer head = ByteBuffer.allocate(8 + 12 * program.sources().size());
        head.putInt(hashing.function().code()).putInt(program.sources().size());
        for (InputSource source : program.sources()) {
            switch (source) {
                case InputSource.State(int output) -> head.putInt(1).putLong(output);
                case InputSource.Batch(int slot) -> head.putInt(2).putLong(slot);
                case InputSource.StepNumber() -> head.putInt(3).putLong(0);
                case InputSource.Seed() -> head.putInt(4).putLong(0);
            }
        }
        ByteBuffer tail = ByteBuffer.allocate(28);
        tail.putLong(manifest.batches()).putLong(seed).putLong(steps).putInt(interval);
        return hashing.hash(
                MAGIC, programId.bytes(), head.array(), manifest.root().bytes(), initial.bytes(), tail.array());
    }

    /** How many checkpoints a run commits to, the one before the first step included. */
    public long checkpoints() {
        return 1 + Math.ceilDiv(steps, interval);
    }

    /** After how many steps a checkpoint is made. */
    public long stepOf(long checkpoint) {
        return Math.min(steps, Math.multiplyExact(checkpoint, interval));
    }

    /**
     * What goes into a step, in the order of the program's inputs.
     *
     * @param state the tensors of the outputs that are state, in their order, as they were after the step before
     * @param batch the tensors of the step's batch, by their slots
     */
    public List<Tensor> inputs(long step, List<Tensor> state, List<Tensor> batch) {
        List<Integer> places = program.stateOutputs();
        List<Tensor> inputs = new ArrayList<>();
        for (InputSource source : program.sources()) {
            inputs.add(
                    switch (source) {
                        case InputSource.State(int output) -> state.get(places.indexOf(output));
                        case InputSource.Batch(int slot) -> batch.get(slot);
                        case InputSource.StepNumber(), InputSource.Seed() ->
                            known(source, program.program().type(inputs.size()), step);
                    });
        }
        return inputs;
    }

    /** The tensor of an input that follows from the job alone. */
    public Tensor known(InputSource source, TensorType type, long step) {
        long value =
                switch (source) {
                    case InputSource.StepNumber() -> step;
                    case InputSource.Seed() -> seed;
                    case InputSource.State(int ignored) -> throw new IllegalArgumentException("a state is not known");
                    case InputSource.Batch(int ignored) -> throw new IllegalArgumentException("a batch is not known");
                };
        return Tensor.of(type.shape(), value);
    }
}
