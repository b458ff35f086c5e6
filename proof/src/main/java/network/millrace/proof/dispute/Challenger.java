package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.IntStream;
import network.millrace.proof.commitment.MerkleTree;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.dispute.Stage.Step;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule.Grain;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;

/**
 * Picks the first of what is shown that its own run has otherwise. What comes before the pick it thereby agrees to; that is
 * what makes the inputs of the last link the right ones.
 */
public final class Challenger implements Player {
    private final Evidence evidence;

    public Challenger(Run run) {
        this.evidence = new Evidence(run);
    }

    @Override
    public Move answer(State.Open state) {
        Rules rules = state.rules();
        return switch (state.stage()) {
            case Stage.FindCheckpoint(var run, Descent descent) -> pick(evidence.run(), descent, rules);
            case Stage.FindStep(Chain chain) -> pick(chain, steps(chain, rules));
            case Stage.FindOperation(Step step, Descent descent) ->
                pick(evidence.trace(step.number()).tree(), descent, rules);
            case Stage.FindOutput(Step step, int operation, Descent descent) ->
                pick(evidence.trace(step.number()).operation(operation), descent, rules);
            case Stage.FindTile(Step step, int operation, int output, Descent descent) ->
                pick(evidence.tiles(step.number(), operation, output), descent, rules);
            case Stage.FindElement(Step step, int operation, Piece tile, var leaf, ByteString shown) ->
                pick(evidence.output(step.number(), operation, tile.output()), tile.tile(), shown);
            case Stage.FindLink(Step step, int operation, Piece piece, Chain chain) ->
                pick(chain, evidence.states(step.number(), operation, piece, chain, rules));
            case Stage.FindSlot(Step step, Descent descent) -> pick(evidence.checkpoint(step.number()), descent, rules);
            case Stage.OpenBefore ignored -> throw notAsked();
            case Stage.OpenTrace ignored -> throw notAsked();
            case Stage.ProveLink ignored -> throw notAsked();
            case Stage.ProveOutput ignored -> throw notAsked();
        };
    }

    /**
     * What its own run has in the place of something that was shown; of a chain's last part that is the end.
     *
     * @param state in which it has to pick
     */
    public Hash own(State.Open state, int index) {
        Rules rules = state.rules();
        return switch (state.stage()) {
            case Stage.FindCheckpoint(var run, Descent descent) -> own(evidence.run(), descent, rules, index);
            case Stage.FindStep(Chain chain) ->
                evidence.checkpoint(chain.end(rules, index)).root();
            case Stage.FindOperation(Step step, Descent descent) ->
                own(evidence.trace(step.number()).tree(), descent, rules, index);
            case Stage.FindOutput(Step step, int operation, Descent descent) ->
                own(evidence.trace(step.number()).operation(operation), descent, rules, index);
            case Stage.FindTile(Step step, int operation, int output, Descent descent) ->
                own(evidence.tiles(step.number(), operation, output), descent, rules, index);
            case Stage.FindElement(Step step, int operation, Piece tile, var leaf, var shown) ->
                element(step, operation, new Piece(tile.output(), tile.tile(), index));
            case Stage.FindLink(Step step, int operation, Piece piece, Chain chain) ->
                link(step, operation, piece, chain.end(rules, index));
            case Stage.FindSlot(Step step, Descent descent) ->
                own(evidence.checkpoint(step.number()), descent, rules, index);
            case Stage.OpenBefore ignored -> throw notAsked();
            case Stage.OpenTrace ignored -> throw notAsked();
            case Stage.ProveLink ignored -> throw notAsked();
            case Stage.ProveOutput ignored -> throw notAsked();
        };
    }

    private static Hash own(MerkleTree own, Descent descent, Rules rules, int index) {
        return own.nodes(descent.nextLevel(rules), descent.first(rules), descent.end(rules))
                .get(index);
    }

    private Hash element(Step step, int operation, Piece piece) {
        Tensor output = evidence.output(step.number(), operation, piece.output());
        Tensor tile = new TileGrid(output.shape()).cut(output, piece.tile());
        byte[] element = tile.toLittleEndian(piece.element(), piece.element() + 1);
        return evidence.job().hashing().state(new TensorType(output.type(), Shape.SCALAR), element);
    }

    /** A chain ends with what the run has, however that came about. */
    private Hash link(Step step, int operation, Piece piece, long links) {
        Recomputation recomputation = Referee.recomputation(evidence.job(), operation);
        if (links < recomputation.links(piece)) {
            return evidence.job().hashing().state(evidence.state(step.number(), operation, piece, links));
        }
        return recomputation.grain() == Grain.TILE
                ? evidence.tiles(step.number(), operation, piece.output()).leaf(piece.tile())
                : element(step, operation, piece);
    }

    private static Move pick(MerkleTree own, Descent descent, Rules rules) {
        List<Hash> mine = own.nodes(descent.nextLevel(rules), descent.first(rules), descent.end(rules));
        return new Move.Pick(IntStream.range(0, mine.size())
                .filter(i -> !mine.get(i).equals(descent.shown().get(i)))
                .findFirst()
                .orElse(0));
    }

    /** When all states in between are agreed on, the last part is the one whose end is not. */
    private static Move pick(Chain chain, List<Hash> mine) {
        return new Move.Pick(IntStream.range(0, mine.size())
                .filter(i -> !mine.get(i).equals(chain.shown().get(i)))
                .findFirst()
                .orElse(mine.size()));
    }

    private static Move pick(Tensor own, long tile, ByteString shown) {
        byte[] mine = new TileGrid(own.shape()).cut(own, tile).toLittleEndian();
        int width = own.type().bytes();
        return new Move.Pick(IntStream.range(0, mine.length)
                .filter(i -> mine[i] != shown.byteAt(i))
                .map(i -> i / width)
                .findFirst()
                .orElse(0));
    }

    private List<Hash> steps(Chain chain, Rules rules) {
        return IntStream.range(0, chain.parts(rules) - 1)
                .mapToObj(part -> evidence.checkpoint(chain.end(rules, part)).root())
                .toList();
    }

    private static IllegalStateException notAsked() {
        return new IllegalStateException("it is not the challenger's turn");
    }
}
