package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.commitment.MerkleTree;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.commitment.StepTrace;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.dispute.Move.TileProof;
import network.millrace.proof.dispute.Move.ValueProof;
import network.millrace.proof.dispute.Stage.Step;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.operators.WholeTensors;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;
import org.jspecify.annotations.Nullable;

/** Shows what it is asked for out of its own run. */
public final class Defender implements Player {
    private final Evidence evidence;
    private final Hashing hashing;
    private final Program program;

    public Defender(Run run) {
        this.evidence = new Evidence(run);
        this.hashing = run.job().hashing();
        this.program = run.job().program().program();
    }

    @Override
    public Move answer(State.Open state) {
        Rules rules = state.rules();
        return switch (state.stage()) {
            case Stage.FindCheckpoint(var run, Descent descent) -> reveal(evidence.run(), descent, rules);
            case Stage.OpenBefore(var label, var run, long checkpoint, var after) ->
                new Move.OpenBefore(
                        evidence.run().leaf(checkpoint - 1), evidence.run().path(checkpoint - 1));
            case Stage.FindStep(Chain chain) -> new Move.Reveal(steps(chain, rules));
            case Stage.OpenTrace(long step, var before, var after) -> {
                MerkleTree trace = evidence.trace(step).tree();
                yield new Move.OpenTrace(
                        trace.root(), trace.path(program.operations().size()));
            }
            case Stage.FindOperation(Step step, Descent descent) ->
                reveal(evidence.trace(step.number()).tree(), descent, rules);
            case Stage.FindOutput(Step step, int operation, Descent descent) ->
                reveal(evidence.trace(step.number()).operation(operation), descent, rules);
            case Stage.FindTile(Step step, int operation, int output, Descent descent) ->
                reveal(evidence.tiles(step.number(), operation, output), descent, rules);
            case Stage.FindElement(Step step, int operation, Piece tile, var leaf, var shown) ->
                new Move.OpenTile(tile(evidence.output(step.number(), operation, tile.output()), tile.tile()));
            case Stage.FindLink(Step step, int operation, Piece piece, Chain chain) ->
                new Move.Reveal(evidence.states(step.number(), operation, piece, chain, rules));
            case Stage.ProveLink link -> proveLink(link);
            case Stage.FindSlot(Step step, Descent descent) ->
                reveal(evidence.checkpoint(step.number()), descent, rules);
            case Stage.ProveOutput(Step step, int output, var claimed) ->
                new Move.ProveOutput(value(step, program.outputs().get(output)));
        };
    }

    private static Move reveal(MerkleTree tree, Descent descent, Rules rules) {
        return new Move.Reveal(tree.nodes(descent.nextLevel(rules), descent.first(rules), descent.end(rules)));
    }

    private List<Hash> steps(Chain chain, Rules rules) {
        return IntStream.range(0, chain.parts(rules) - 1)
                .mapToObj(part -> evidence.checkpoint(chain.end(rules, part)).root())
                .toList();
    }

    private Move proveLink(Stage.ProveLink stage) {
        long step = stage.step().number();
        long link = stage.link().low();
        Recomputation recomputation = Referee.recomputation(evidence.job(), stage.operation());
        Tensor state = evidence.state(step, stage.operation(), stage.piece(), link);
        List<@Nullable Tensor> inputs = evidence.inputs(step, stage.operation());
        WholeTensors tiles = new WholeTensors(inputs);
        recomputation.link(stage.piece(), link, state, tiles);

        Operation operation = program.operations().get(stage.operation());
        TreeMap<Integer, ValueProof> values = new TreeMap<>();
        TreeMap<Integer, MerkleTree> trees = new TreeMap<>();
        List<TileProof> proofs = new ArrayList<>();
        tiles.read().forEach((place, tile) -> {
            int value = operation.inputs().get(place.input());
            values.computeIfAbsent(value, shown -> value(stage.step(), shown));
            MerkleTree tree = trees.computeIfAbsent(
                    value, shown -> TensorTree.of(hashing, Objects.requireNonNull(inputs.get(place.input()))));
            proofs.add(new TileProof(
                    place.input(), place.tile(), ByteString.copyFrom(tile.toLittleEndian()), tree.path(place.tile())));
        });
        ByteString before = link == 0 ? ByteString.EMPTY : ByteString.copyFrom(state.toLittleEndian());
        return new Move.ProveLink(before, List.copyOf(values.values()), proofs);
    }

    /** Shows the root of a value by what it is bound by. */
    private ValueProof value(Step step, int value) {
        StepTrace trace = evidence.trace(step.number());
        if (program.isConstant(value)) {
            Hash root = evidence.job()
                    .program()
                    .constants()
                    .get(value - program.inputNames().size());
            return new ValueProof(value, root, List.of(), List.of());
        }
        if (!program.isInput(value)) {
            Operation producer = ValueRoots.producer(program, value);
            int slot = producer.outputs().indexOf(value);
            MerkleTree operation = trace.operation(producer.index());
            return new ValueProof(
                    value,
                    operation.leaf(slot),
                    operation.path(slot),
                    trace.tree().path(producer.index()));
        }
        InputSource source = evidence.job().program().sources().get(value);
        return switch (source) {
            case InputSource.State(int output) -> leaf(value, evidence.checkpoint(step.number() - 1), output);
            case InputSource.Batch(int slot) ->
                leaf(value, evidence.manifest(), new ValueRoots(evidence.job(), step).leaf(slot));
            case InputSource.StepNumber(), InputSource.Seed() -> {
                Tensor known = evidence.job().known(source, program.type(value), step.number());
                yield new ValueProof(value, TensorTree.root(hashing, known), List.of(), List.of());
            }
        };
    }

    private static ValueProof leaf(int value, MerkleTree tree, long index) {
        return new ValueProof(value, tree.leaf(index), List.of(), tree.path(index));
    }

    private static ByteString tile(Tensor tensor, long tile) {
        return ByteString.copyFrom(
                new TileGrid(tensor.shape()).cut(tensor, tile).toLittleEndian());
    }
}
