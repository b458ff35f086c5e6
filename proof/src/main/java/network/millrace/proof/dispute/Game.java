package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.Inclusion;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.dispute.Stage.Step;
import network.millrace.proof.dispute.Verdict.Reason;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule.Grain;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;

/** The moves: which are valid at a stage, and which stage comes next. */
final class Game {
    private final Job job;
    private final Rules rules;
    private final Hashing hashing;
    private final Program program;

    Game(Job job, Rules rules) {
        this.job = job;
        this.rules = rules;
        this.hashing = job.hashing();
        this.program = job.program().program();
    }

    Next after(Stage stage, Move move) {
        return switch (stage) {
            case Stage.FindCheckpoint(Hash run, Descent descent) ->
                descend(descent, move, next -> new Stage.FindCheckpoint(run, next), next -> checkpointFound(run, next));
            case Stage.OpenBefore before -> openBefore(before, move);
            case Stage.FindStep(Chain chain) -> search(chain, move, Stage.FindStep::new, this::stepFound);
            case Stage.OpenTrace trace -> openTrace(trace, move);
            case Stage.FindOperation(Step step, Descent descent) ->
                descend(descent, move, next -> new Stage.FindOperation(step, next), next -> operationFound(step, next));
            case Stage.FindOutput(Step step, int operation, Descent descent) ->
                descend(
                        descent,
                        move,
                        next -> new Stage.FindOutput(step, operation, next),
                        next -> outputFound(step, operation, next));
            case Stage.FindTile(Step step, int operation, int output, Descent descent) ->
                descend(
                        descent,
                        move,
                        next -> new Stage.FindTile(step, operation, output, next),
                        next -> tileFound(step, operation, output, next));
            case Stage.FindElement element -> findElement(element, move);
            case Stage.FindLink(Step step, int operation, Piece piece, Chain chain) ->
                search(
                        chain,
                        move,
                        next -> new Stage.FindLink(step, operation, piece, next),
                        next -> new Next.To(new Stage.ProveLink(step, operation, piece, next)));
            case Stage.ProveLink link ->
                move instanceof Move.ProveLink proof
                        ? new Referee(job, link.step()).judge(link, proof)
                        : expected("the proof of a link");
            case Stage.FindSlot(Step step, Descent descent) ->
                descend(
                        descent,
                        move,
                        next -> new Stage.FindSlot(step, next),
                        next -> new Next.To(new Stage.ProveOutput(step, (int) next.index(), next.node())));
            case Stage.ProveOutput output ->
                move instanceof Move.ProveOutput(var value)
                        ? new Referee(job, output.step()).judge(output, value)
                        : expected("the proof of an output");
        };
    }

    /** One half of a round in a tree. A single node leaves nothing to choose, so it is as good as picked. */
    private Next descend(Descent descent, Move move, Function<Descent, Stage> onwards, Function<Descent, Next> found) {
        int pick;
        Descent shown = descent;
        if (descent.shown().isEmpty()) {
            if (!(move instanceof Move.Reveal(List<Hash> nodes))) {
                return expected("the nodes below the one in dispute");
            }
            if (!descent.admits(hashing, rules, nodes)) {
                return new Next.Invalid("these are not the " + (descent.end(rules) - descent.first(rules))
                        + " nodes below the one in dispute");
            }
            shown = descent.shown(nodes);
            if (nodes.size() > 1) {
                return new Next.To(onwards.apply(shown));
            }
            pick = 0;
        } else {
            if (!(move instanceof Move.Pick(int index))) {
                return expected("a choice");
            }
            if (index < 0 || index >= descent.shown().size()) {
                return new Next.Invalid(
                        "a choice from 0 to " + (descent.shown().size() - 1) + " was expected; this is " + index);
            }
            pick = index;
        }
        Descent next = shown.picked(rules, pick);
        return next.isDone() ? found.apply(next) : new Next.To(onwards.apply(next));
    }

    /** One half of a round along a chain of at least two links. */
    private Next search(Chain chain, Move move, Function<Chain, Stage> onwards, Function<Chain, Next> found) {
        if (chain.shown().isEmpty()) {
            if (!(move instanceof Move.Reveal(List<Hash> states))) {
                return expected("states in between");
            }
            return chain.admits(rules, states)
                    ? new Next.To(onwards.apply(chain.shown(states)))
                    : new Next.Invalid("exactly " + (chain.parts(rules) - 1) + " states were expected; these are "
                            + states.size());
        }
        if (!(move instanceof Move.Pick(int part))) {
            return expected("a choice");
        }
        if (part < 0 || part > chain.shown().size()) {
            return new Next.Invalid("a choice from 0 to " + chain.shown().size() + " was expected; this is " + part);
        }
        Chain next = chain.picked(rules, part);
        return next.isDone() ? found.apply(next) : new Next.To(onwards.apply(next));
    }

    private Next checkpointFound(Hash run, Descent found) {
        if (found.index() == 0) {
            Stage start = new Stage.OpenTrace(0, found.node(), found.node());
            return Next.Ends.at(start, found.node().equals(job.initial()), Reason.START_RIGHT, Reason.START_WRONG);
        }
        return new Next.To(new Stage.OpenBefore(found.label(), run, found.index(), found.node()));
    }

    private Next openBefore(Stage.OpenBefore stage, Move move) {
        if (!(move instanceof Move.OpenBefore(Hash before, List<Hash> path))) {
            return expected("the checkpoint before the one in dispute");
        }
        if (!Inclusion.holds(hashing, stage.label(), stage.run(), stage.checkpoint() - 1, before, path)) {
            return new Next.Invalid("this is not checkpoint " + (stage.checkpoint() - 1) + " of the run");
        }
        Chain chain = new Chain(
                job.stepOf(stage.checkpoint() - 1), job.stepOf(stage.checkpoint()), before, stage.after(), List.of());
        return chain.isDone() ? stepFound(chain) : new Next.To(new Stage.FindStep(chain));
    }

    private Next stepFound(Chain found) {
        return new Next.To(new Stage.OpenTrace(found.high(), found.before(), found.after()));
    }

    private Next openTrace(Stage.OpenTrace stage, Move move) {
        if (!(move instanceof Move.OpenTrace(Hash trace, List<Hash> path))) {
            return expected("the trace of step " + stage.step());
        }
        TreeLabel label = TreeLabel.trace(stage.step(), program.operations().size());
        if (!Inclusion.holds(hashing, label, trace, label.count() - 1, stage.after(), path)) {
            return new Next.Invalid("this is no trace of step " + stage.step() + " that ends with its checkpoint");
        }
        Step step = new Step(stage.step(), stage.before(), stage.after(), trace);
        return new Next.To(new Stage.FindOperation(step, Descent.from(label, trace)));
    }

    private Next operationFound(Step step, Descent found) {
        int operation = (int) found.index();
        if (operation == program.operations().size()) {
            TreeLabel label = TreeLabel.checkpoint(program.outputs().size());
            return new Next.To(new Stage.FindSlot(step, Descent.from(label, step.after())));
        }
        int outputs = program.operations().get(operation).outputs().size();
        TreeLabel label = TreeLabel.operation(operation, outputs);
        return new Next.To(new Stage.FindOutput(step, operation, Descent.from(label, found.node())));
    }

    private Next outputFound(Step step, int operation, Descent found) {
        int output = (int) found.index();
        TreeLabel label = TreeLabel.tensor(outputType(operation, output));
        Stage stage = new Stage.FindTile(step, operation, output, Descent.from(label, found.node()));
        if (label.count() == 0) {
            boolean holds = found.node().equals(hashing.emptyRoot(label));
            return Next.Ends.at(stage, holds, Reason.EMPTY_RIGHT, Reason.EMPTY_WRONG);
        }
        return new Next.To(stage);
    }

    private Next tileFound(Step step, int operation, int output, Descent found) {
        Piece tile = new Piece(output, found.index(), 0);
        if (Referee.recomputation(job, operation).grain() == Grain.ELEMENT) {
            return new Next.To(new Stage.FindElement(step, operation, tile, found.node(), ByteString.EMPTY));
        }
        return pieceFound(step, operation, tile, found.node());
    }

    private Next findElement(Stage.FindElement stage, Move move) {
        DataType type = outputType(stage.operation(), stage.tile().output()).type();
        TileGrid grid = new TileGrid(
                outputType(stage.operation(), stage.tile().output()).shape());
        int count = grid.height(stage.tile().tile()) * grid.width(stage.tile().tile());
        if (stage.turn() == Role.CHALLENGER) {
            if (!(move instanceof Move.Pick(int index)) || index < 0 || index >= count) {
                return expected("an element from 0 to " + (count - 1));
            }
            return elementFound(stage, type, index);
        }
        if (!(move instanceof Move.OpenTile(ByteString bytes))
                || bytes.size() != count * type.bytes()
                || !hashing.tile(type, bytes.toByteArray()).equals(stage.leaf())) {
            return expected("the tile in dispute, of " + count * type.bytes() + " bytes");
        }
        Stage.FindElement shown =
                new Stage.FindElement(stage.step(), stage.operation(), stage.tile(), stage.leaf(), bytes);
        return count == 1 ? elementFound(shown, type, 0) : new Next.To(shown);
    }

    private Next elementFound(Stage.FindElement stage, DataType type, int index) {
        byte[] element =
                Arrays.copyOfRange(stage.shown().toByteArray(), index * type.bytes(), (index + 1) * type.bytes());
        Piece piece = new Piece(stage.tile().output(), stage.tile().tile(), index);
        Hash claimed = hashing.state(new TensorType(type, Shape.SCALAR), element);
        return pieceFound(stage.step(), stage.operation(), piece, claimed);
    }

    private Next pieceFound(Step step, int operation, Piece piece, Hash claimed) {
        Recomputation recomputation = Referee.recomputation(job, operation);
        Hash start = hashing.state(recomputation.start(piece));
        Chain chain = new Chain(0, recomputation.links(piece), start, claimed, List.of());
        return new Next.To(
                chain.isDone()
                        ? new Stage.ProveLink(step, operation, piece, chain)
                        : new Stage.FindLink(step, operation, piece, chain));
    }

    private TensorType outputType(int operation, int output) {
        return program.type(program.operations().get(operation).outputs().get(output));
    }

    private static Next expected(String what) {
        return new Next.Invalid("expected " + what);
    }
}
