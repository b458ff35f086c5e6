package network.millrace.proof.dispute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.execute.Observer;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.operators.Execution;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Computes a program operation by operation, and lets a cheat change what it wants on the way; the rest follows from that. For
 * whoever must show that cheats are found: tests, demonstrations, canaries.
 */
public final class FaultyRunner implements StepRunner {
    /** What a cheat does. All tensors are copies of its own. */
    public interface Cheat {
        /** May change what goes into a step. */
        default void given(long step, List<Tensor> inputs) {}

        /** May change what an operation gave. */
        default void computed(long step, Operation operation, List<Tensor> outputs) {}

        /** May change what a step ends with, whatever the operations gave. */
        default void ended(long step, List<Tensor> outputs) {}
    }

    private static final Observer NOBODY = (operation, outputs) -> {};

    private final Program program;
    private final Cheat cheat;

    public FaultyRunner(Program program, Cheat cheat) {
        this.program = program;
        this.cheat = cheat;
    }

    @Override
    public List<Tensor> run(long step, List<Tensor> inputs) {
        return run(step, inputs, NOBODY);
    }

    @Override
    public List<Tensor> run(long step, List<Tensor> inputs, Observer observer) {
        @Nullable Tensor[] values = new @Nullable Tensor[program.valueCount()];
        List<Tensor> given = new ArrayList<>();
        inputs.forEach(input -> given.add(copy(input)));
        cheat.given(step, given);
        for (int value = 0; value < given.size() + program.constants().size(); value++) {
            values[value] = program.isInput(value) ? given.get(value) : program.constant(value);
        }
        for (Operation operation : program.operations()) {
            List<@Nullable Tensor> read = new ArrayList<>();
            operation.inputs().forEach(input -> read.add(input == Operation.ABSENT ? null : values[input]));
            List<Tensor> outputs = new ArrayList<>();
            operation.outputs().forEach(output -> outputs.add(Tensor.allocate(program.type(output))));
            if (operation.operator().isView()) {
                Tensor source = present(read.getFirst());
                System.arraycopy(source.array(), 0, outputs.getFirst().array(), 0, source.size());
            } else {
                compute(operation, read, outputs);
            }
            cheat.computed(step, operation, outputs);
            for (int i = 0; i < outputs.size(); i++) {
                values[operation.outputs().get(i)] = outputs.get(i);
            }
            observer.computed(operation, outputs);
        }
        List<Tensor> results = new ArrayList<>();
        program.outputs().forEach(output -> results.add(copy(present(values[output]))));
        cheat.ended(step, results);
        return results;
    }

    /**
     * A changed value may be one that a later operation refuses, as an index beyond its axis. A cheat goes on with whatever
     * is there: the dispute is about where it began to differ, not about what came of that.
     */
    private static void compute(Operation operation, List<@Nullable Tensor> read, List<Tensor> outputs) {
        try {
            Execution.run(
                    operation.operator()::compute,
                    operation.attributes(),
                    read,
                    outputs,
                    Kernels.best(),
                    Workers.SERIAL);
        } catch (RefusedException refused) {
            outputs.replaceAll(output -> Tensor.allocate(output.tensorType()));
        }
    }

    private static Tensor present(@Nullable Tensor tensor) {
        if (tensor == null) {
            throw new IllegalStateException("a value is read before it is computed");
        }
        return tensor;
    }

    /** The same elements in an array of their own, for a cheat to change. */
    public static Tensor copy(Tensor tensor) {
        return Tensor.fromLittleEndian(tensor.tensorType(), tensor.toLittleEndian());
    }

    /** Changes one bit of an element, of a float32 the sign, so that its canonical bytes differ. */
    public static void spoil(Tensor tensor, int element) {
        byte[] before = tensor.toLittleEndian(element, element + 1);
        switch (tensor.type().storage()) {
            case FLOATS -> tensor.floats()[element] = -tensor.floats()[element];
            case DOUBLES ->
                tensor.doubles()[element] =
                        Double.longBitsToDouble(1 ^ Double.doubleToLongBits(tensor.doubles()[element]));
            case LONGS -> tensor.longs()[element] ^= 1;
            case INTS -> tensor.ints()[element] ^= 1;
            case SHORTS -> tensor.shorts()[element] ^= 1;
            case BYTES -> tensor.bytes()[element] ^= 1;
        }
        if (Arrays.equals(before, tensor.toLittleEndian(element, element + 1))) {
            // Of a NaN neither the sign nor the payload counts.
            System.arraycopy(Tensor.allocate(tensor.tensorType()).array(), 0, tensor.array(), element, 1);
        }
    }
}
