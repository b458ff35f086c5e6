package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.dispute.Stage.Step;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule.Grain;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;

/** Reads stages, and refuses those that the job cannot have. */
final class StageReader {
    private final WireReader in;
    private final Job job;
    private final Hash jobId;
    private final Rules rules;
    private final Program program;
    private final Hashing hashing;

    StageReader(WireReader in, Job job, Hash jobId, Rules rules) {
        this.in = in;
        this.job = job;
        this.jobId = jobId;
        this.rules = rules;
        this.program = job.program().program();
        this.hashing = job.hashing();
    }

    Stage read() {
        int kind = in.u8("the stage", 255);
        return switch (kind) {
            case 1 -> new Stage.FindCheckpoint(in.hash("the run"), descent(run()));
            case 2 ->
                new Stage.OpenBefore(
                        run(),
                        in.hash("the run"),
                        atLeast(1, "the checkpoint", in.u63("the checkpoint", job.checkpoints() - 1)),
                        in.hash("the checkpoint's root"));
            case 3 -> new Stage.FindStep(chain(job.steps(), 2));
            case 4 -> new Stage.OpenTrace(stepNumber(), in.hash("the state before"), in.hash("the state after"));
            case 5 -> {
                Step step = step();
                TreeLabel label =
                        TreeLabel.trace(step.number(), program.operations().size());
                yield new Stage.FindOperation(step, descent(label));
            }
            case 6 -> {
                Step step = step();
                int operation = operation();
                int outputs = program.operations().get(operation).outputs().size();
                yield new Stage.FindOutput(step, operation, descent(TreeLabel.operation(operation, outputs)));
            }
            case 7 -> {
                Step step = step();
                int operation = operation();
                int output = output(operation);
                yield new Stage.FindTile(step, operation, output, descent(TreeLabel.tensor(type(operation, output))));
            }
            case 8 -> element(step(), operation());
            case 9 -> {
                Step step = step();
                int operation = operation();
                Piece piece = piece(operation);
                yield new Stage.FindLink(step, operation, piece, links(operation, piece, 2));
            }
            case 10 -> {
                Step step = step();
                int operation = operation();
                Piece piece = piece(operation);
                Chain link = links(operation, piece, 1);
                require(link.isDone() && link.shown().isEmpty(), "one link is proven at a time");
                yield new Stage.ProveLink(step, operation, piece, link);
            }
            case 11 ->
                new Stage.FindSlot(
                        step(), descent(TreeLabel.checkpoint(program.outputs().size())));
            case 12 ->
                new Stage.ProveOutput(
                        step(), in.u31("an output", program.outputs().size() - 1), in.hash("the claimed root"));
            default -> throw RefusedException.malformed("stages are numbered 1 to 12; this is " + kind);
        };
    }

    private TreeLabel run() {
        return TreeLabel.run(jobId, job.checkpoints());
    }

    private long stepNumber() {
        return atLeast(1, "a step", in.u63("a step", job.steps()));
    }

    private Step step() {
        return new Step(
                stepNumber(), in.hash("the state before"), in.hash("the state after"), in.hash("the step's trace"));
    }

    private int operation() {
        int count = program.operations().size();
        require(count > 0, "the program has no operations");
        return in.u31("an operation", count - 1);
    }

    private int output(int operation) {
        Operation disputed = program.operations().get(operation);
        return in.u31("an output", disputed.outputs().size() - 1);
    }

    private TensorType type(int operation, int output) {
        return program.type(program.operations().get(operation).outputs().get(output));
    }

    private long tile(int operation, int output) {
        long tiles = new TileGrid(type(operation, output).shape()).tiles();
        require(tiles > 0, "an empty tensor has no tiles");
        return in.u63("a tile", tiles - 1);
    }

    private Piece piece(int operation) {
        int output = output(operation);
        long tile = tile(operation, output);
        boolean byElement = Referee.recomputation(job, operation).grain() == Grain.ELEMENT;
        return new Piece(output, tile, in.u31("an element", byElement ? elements(operation, output, tile) - 1 : 0));
    }

    private int elements(int operation, int output, long tile) {
        TileGrid grid = new TileGrid(type(operation, output).shape());
        return grid.height(tile) * grid.width(tile);
    }

    private Stage element(Step step, int operation) {
        int output = output(operation);
        long tile = tile(operation, output);
        require(
                Referee.recomputation(job, operation).grain() == Grain.ELEMENT,
                "operation " + operation + " is not disputed by elements");
        Hash leaf = in.hash("the tile's hash");
        ByteString shown = in.bytes("the tile", MoveEncoding.TILE_BYTES_MAX);
        int count = elements(operation, output, tile);
        var type = type(operation, output).type();
        boolean fits = shown.isEmpty()
                || (count > 1
                        && shown.size() == count * type.bytes()
                        && hashing.tile(type, shown.toByteArray()).equals(leaf));
        require(fits, "the tile that was shown is not the one in dispute");
        return new Stage.FindElement(step, operation, new Piece(output, tile, 0), leaf, shown);
    }

    private Descent descent(TreeLabel label) {
        require(label.count() > 0, "an empty tree has nothing to search");
        int level = in.u8("a level", label.depth() + 1);
        boolean round = level == label.depth() + 1 || (level < label.depth() && level % rules.levels() == 0);
        require(level > 0 && round, "no round ends at level " + level);
        long nodes = level > label.depth() ? 1 : label.nodes(level);
        Descent descent = new Descent(label, level, in.u63("a place", nodes - 1), in.hash("the node"), List.of());
        List<Hash> shown = in.hashes("shown nodes", rules.arity());
        require(
                shown.isEmpty() || (shown.size() > 1 && descent.admits(hashing, rules, shown)),
                "the nodes that were shown are not those below the one in dispute");
        return descent.shown(shown);
    }

    private Chain links(int operation, Piece piece, int least) {
        Recomputation recomputation = Referee.recomputation(job, operation);
        return chain(recomputation.links(piece), least);
    }

    private Chain chain(long length, long least) {
        long low = in.u63("where the chain begins", length);
        long high = in.u63("where the chain ends", length);
        require(high - low >= least, "a chain has at least " + least + " links");
        Chain chain = new Chain(low, high, in.hash("the state before"), in.hash("the state after"), List.of());
        List<Hash> shown = in.hashes("shown states", rules.arity());
        require(shown.isEmpty() || chain.admits(rules, shown), "the chain is not cut as a round cuts it");
        return chain.shown(shown);
    }

    private static long atLeast(long least, String name, long value) {
        require(value >= least, name + " is at least " + least);
        return value;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw RefusedException.malformed("a dispute that cannot be: " + otherwise);
        }
    }
}
