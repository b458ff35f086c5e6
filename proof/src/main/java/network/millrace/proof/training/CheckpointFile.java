package network.millrace.proof.training;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;

/**
 * A {@link TrainingState} as a safetensors file: the states by their names, the losses and the committed roots, and as notes
 * which job it is of and after which step. Any tool that reads safetensors reads the weights out of it.
 */
public final class CheckpointFile {
    private static final String LINEAGE = "millrace.lineage";
    private static final String STEP = "millrace.step";
    private static final String LOSSES = "millrace.losses";
    private static final String ROOTS = "millrace.roots";

    private CheckpointFile() {}

    public static byte[] write(TrainingJob training, TrainingState at) {
        NavigableMap<String, Tensor> tensors = new TreeMap<>(named(training, at));
        float[] losses = new float[at.losses().size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = at.losses().get(i);
        }
        tensors.put(LOSSES, Tensor.of(Shape.of(losses.length), losses));
        Tensor roots = Tensor.allocate(DataType.UINT8, Shape.of(at.checkpoints().size(), Hash.BYTES));
        for (int i = 0; i < at.checkpoints().size(); i++) {
            System.arraycopy(at.checkpoints().get(i).bytes(), 0, roots.bytes(), i * Hash.BYTES, Hash.BYTES);
        }
        tensors.put(ROOTS, roots);
        TreeMap<String, String> notes = new TreeMap<>();
        notes.put(LINEAGE, training.lineage().hex());
        notes.put(STEP, Long.toString(at.step()));
        return new SafeTensors(tensors, notes).write();
    }

    /**
     * The state in a file.
     *
     * @throws RefusedException when it is no checkpoint, or one of another job
     */
    public static TrainingState read(TrainingJob training, byte[] file) {
        SafeTensors read = SafeTensors.read(file);
        String lineage = read.metadata().getOrDefault(LINEAGE, "none");
        if (!lineage.equals(training.lineage().hex())) {
            throw RefusedException.malformed("this checkpoint is of another job (" + lineage
                    + "): of another model, data," + " optimizer, seed or interval; this job is "
                    + training.lineage().hex()
                    + ". Give the command that it was made with, or train in another folder");
        }
        long step = step(read.metadata().getOrDefault(STEP, ""));
        List<Float> losses = new ArrayList<>();
        Tensor numbers = read.tensor(LOSSES);
        for (int i = 0; i < numbers.size(); i++) {
            losses.add((float) numbers.real(i));
        }
        Tensor bytes = read.tensor(ROOTS);
        if (bytes.type() != DataType.UINT8 || bytes.size() % Hash.BYTES != 0) {
            throw RefusedException.malformed(ROOTS + " must be hashes of " + Hash.BYTES + " bytes; it is " + bytes);
        }
        List<Hash> roots = new ArrayList<>();
        for (int from = 0; from < bytes.size(); from += Hash.BYTES) {
            roots.add(Hash.of(java.util.Arrays.copyOfRange(bytes.bytes(), from, from + Hash.BYTES)));
        }
        List<String> names = training.stateNames();
        List<Tensor> state = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Tensor tensor = read.tensor(names.get(i));
            if (!tensor.tensorType().equals(training.start().get(i).tensorType())) {
                throw RefusedException.malformed("state " + names.get(i) + " must be "
                        + training.start().get(i).tensorType() + "; it is " + tensor.tensorType());
            }
            state.add(tensor);
        }
        return new TrainingState(step, state, losses, roots.subList(0, committed(training, step, roots.size())));
    }

    /** How many of the roots this job commits to: a shorter job also committed to its end, which lies within an interval here. */
    private static int committed(TrainingJob training, long step, int roots) {
        if (step < 0 || step > training.job().steps()) {
            throw RefusedException.malformed("the checkpoint is after step " + step + "; this job has only "
                    + training.job().steps() + ". Ask for at least as many steps, or train in another folder");
        }
        long whole = 1 + step / training.job().interval();
        long needed = step == training.job().steps()
                ? 1 + Math.ceilDiv(step, training.job().interval())
                : whole;
        if (roots < needed) {
            throw RefusedException.malformed(
                    "after step " + step + " a run commits to " + needed + " roots; the checkpoint has " + roots);
        }
        return (int) needed;
    }

    private static long step(String number) {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException none) {
            throw RefusedException.malformed(
                    "the checkpoint must say its step as a number; it says \"" + number + "\"");
        }
    }

    /** The states by their names. */
    public static NavigableMap<String, Tensor> named(TrainingJob training, TrainingState at) {
        NavigableMap<String, Tensor> named = new TreeMap<>();
        List<String> names = training.stateNames();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), at.state().get(i));
        }
        return named;
    }
}
