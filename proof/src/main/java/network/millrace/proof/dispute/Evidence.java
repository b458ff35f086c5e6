package network.millrace.proof.dispute;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.MerkleTree;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.commitment.StepTrace;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.operators.WholeTensors;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What a side can look up in its own run. Nothing is computed before it is asked for, and what was computed last is kept: one
 * step's trace, one operation's tensors. Has one owner, as the run has.
 */
final class Evidence {
    private final Run run;
    private @Nullable Traced traced;
    private @Nullable Checkpoint checkpoint;
    private @Nullable Shown shown;

    Evidence(Run run) {
        this.run = run;
    }

    private record Traced(long step, StepTrace trace) {}

    private record Checkpoint(long step, MerkleTree tree) {}

    /** The tensors around one operation, and the trees of its outputs. */
    private record Shown(
            long step, int operation, List<@Nullable Tensor> inputs, List<Tensor> outputs, List<MerkleTree> trees) {}

    Job job() {
        return run.job();
    }

    MerkleTree run() {
        return run.tree();
    }

    MerkleTree manifest() {
        return run.manifest();
    }

    /** The checkpoint after a step. */
    MerkleTree checkpoint(long step) {
        Checkpoint found = checkpoint;
        if (found == null || found.step() != step) {
            found = new Checkpoint(step, run.checkpoint(step));
            checkpoint = found;
        }
        return found.tree();
    }

    StepTrace trace(long step) {
        Traced found = traced;
        if (found == null || found.step() != step) {
            found = new Traced(step, run.trace(step));
            traced = found;
        }
        return found.trace();
    }

    /** The tiles of an output. */
    MerkleTree tiles(long step, int operation, int output) {
        return shown(step, operation).trees().get(output);
    }

    Tensor output(long step, int operation, int output) {
        return shown(step, operation).outputs().get(output);
    }

    /** The inputs of an operation; null for one that is absent. */
    List<@Nullable Tensor> inputs(long step, int operation) {
        return shown(step, operation).inputs();
    }

    private Shown shown(long step, int number) {
        Shown found = shown;
        if (found == null || found.step() != step || found.operation() != number) {
            found = show(step, number);
            shown = found;
        }
        return found;
    }

    /** Computes the step again and keeps copies of what the operation reads and gives. */
    private Shown show(long step, int number) {
        Program program = job().program().program();
        Operation operation = program.operations().get(number);
        TreeSet<Integer> wanted = new TreeSet<>(operation.inputs());
        wanted.addAll(operation.outputs());
        @Nullable Tensor[] values = new @Nullable Tensor[program.valueCount()];
        List<Tensor> given = run.inputs(step);
        for (int value = 0; value < given.size() + program.constants().size(); value++) {
            values[value] = program.isInput(value) ? given.get(value) : program.constant(value);
        }
        run.observe(step, (computed, outputs) -> {
            for (int i = 0; i < outputs.size(); i++) {
                int value = computed.outputs().get(i);
                if (wanted.contains(value)) {
                    Tensor output = outputs.get(i);
                    values[value] = Tensor.fromLittleEndian(output.tensorType(), output.toLittleEndian());
                }
            }
        });
        List<@Nullable Tensor> inputs = new ArrayList<>();
        operation.inputs().forEach(input -> inputs.add(input == Operation.ABSENT ? null : values[input]));
        List<Tensor> outputs = operation.outputs().stream()
                .map(output -> Objects.requireNonNull(values[output]))
                .toList();
        List<MerkleTree> trees = outputs.stream()
                .map(output -> TensorTree.of(job().hashing(), output))
                .toList();
        return new Shown(step, number, inputs, outputs, trees);
    }

    /** The state of a piece's chain after so many links. */
    Tensor state(long step, int operation, Piece piece, long links) {
        Recomputation recomputation = Referee.recomputation(job(), operation);
        WholeTensors tiles = new WholeTensors(inputs(step, operation));
        Tensor state = recomputation.start(piece);
        for (long link = 0; link < links; link++) {
            state = recomputation.link(piece, link, state, tiles);
        }
        return state;
    }

    /** Hashes of the states at the inner ends of a round's parts. */
    List<Hash> states(long step, int operation, Piece piece, Chain chain, Rules rules) {
        Recomputation recomputation = Referee.recomputation(job(), operation);
        WholeTensors tiles = new WholeTensors(inputs(step, operation));
        Tensor state = recomputation.start(piece);
        List<Hash> hashes = new ArrayList<>();
        for (long link = 0; hashes.size() < chain.parts(rules) - 1; link++) {
            if (link > 0 && link == chain.end(rules, hashes.size())) {
                hashes.add(job().hashing().state(state));
            }
            state = recomputation.link(piece, link, state, tiles);
        }
        return hashes;
    }
}
