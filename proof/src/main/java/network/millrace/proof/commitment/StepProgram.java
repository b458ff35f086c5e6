package network.millrace.proof.commitment;

import java.util.List;
import java.util.TreeSet;
import network.millrace.proof.RefusedException;
import network.millrace.proof.inspection.Disputability;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;

/**
 * What is computed in each step of a job. An inference is a job of one step whose inputs are its batch.
 *
 * <p>Every operation of it can be disputed: a program with one that a referee would not judge is refused here, so no job has such a
 * program, and neither a run nor a dispute can begin with one.
 *
 * @param sources for each input of the program, in order, where it comes from
 * @param constants for each constant of the program, in order, its root
 */
public record StepProgram(Program program, List<InputSource> sources, List<Hash> constants) {
    /** More outputs than this would make the leaves of a checkpoint a burden; no model met so far comes near. */
    public static final int OUTPUTS_MAX = 1 << 20;

    public StepProgram {
        sources = List.copyOf(sources);
        constants = List.copyOf(constants);
        if (sources.size() != program.inputNames().size()) {
            throw RefusedException.malformed(
                    "the program has " + program.inputNames().size() + " inputs; for " + sources.size()
                            + " it is said where they come from");
        }
        if (constants.size() != program.constants().size()) {
            throw RefusedException.malformed("the program has "
                    + program.constants().size() + " constants; the roots of " + constants.size() + " are given");
        }
        if (program.outputs().isEmpty() || program.outputs().size() > OUTPUTS_MAX) {
            throw RefusedException.malformed("a step program has 1 to " + OUTPUTS_MAX + " outputs; this one has "
                    + program.outputs().size());
        }
        for (int input = 0; input < sources.size(); input++) {
            check(program, sources, input);
        }
        Disputability.check(program);
    }

    /** A step program with the roots of its constants computed. */
    public static StepProgram of(Hashing hashing, Program program, List<InputSource> sources) {
        return new StepProgram(
                program,
                sources,
                program.constants().stream()
                        .map(constant -> TensorTree.root(hashing, constant))
                        .toList());
    }

    /** The outputs that are state, ascending. */
    public List<Integer> stateOutputs() {
        TreeSet<Integer> outputs = new TreeSet<>();
        for (InputSource source : sources) {
            if (source instanceof InputSource.State(int output)) {
                outputs.add(output);
            }
        }
        return List.copyOf(outputs);
    }

    /** Those of a step's outputs that are state. */
    public List<Tensor> stateIn(List<Tensor> outputs) {
        return stateOutputs().stream().map(outputs::get).toList();
    }

    /** How many tensors a batch has. */
    public int batchSlots() {
        return slots(sources);
    }

    private static int slots(List<InputSource> sources) {
        return (int)
                sources.stream().filter(InputSource.Batch.class::isInstance).count();
    }

    private static void check(Program program, List<InputSource> sources, int input) {
        TensorType type = program.type(input);
        boolean fits =
                switch (sources.get(input)) {
                    case InputSource.State(int output) ->
                        output >= 0
                                && output < program.outputs().size()
                                && program.type(program.outputs().get(output)).equals(type);
                    case InputSource.Batch(int slot) ->
                        slot >= 0 && slot < slots(sources) && sources.indexOf(new InputSource.Batch(slot)) == input;
                    case InputSource.StepNumber(), InputSource.Seed() ->
                        type.type() == DataType.INT64 && type.shape().size() == 1;
                };
        if (!fits) {
            throw RefusedException.malformed("input " + program.inputNames().get(input) + " of type " + type
                    + " cannot come from " + sources.get(input)
                    + ": a state has the type of its output, each slot of a "
                    + "batch feeds one input, and the step's number and the seed are one int64");
        }
    }
}
