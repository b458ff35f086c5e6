package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.Inclusion;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.StepProgram;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.dispute.Move.TileProof;
import network.millrace.proof.dispute.Move.ValueProof;
import network.millrace.proof.dispute.Verdict.Reason;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.operators.TileRule.Grain;
import network.millrace.proof.operators.WholeTensors.Place;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;

/** Judges the last claim of a dispute: computes one link from tiles that are proven to be the right ones. */
final class Referee {
    private final Job job;
    private final Hashing hashing;
    private final ValueRoots roots;

    Referee(Job job, Stage.Step step) {
        this.job = job;
        this.hashing = job.hashing();
        this.roots = new ValueRoots(job, step);
    }

    /** A tile is read that was not opened. */
    private static final class NotOpened extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotOpened(int input, long tile) {
            super("tile " + tile + " of input " + input + " is needed and not shown");
        }
    }

    static Recomputation recomputation(Job job, int operation) {
        Program program = job.program().program();
        Operation disputed = program.operations().get(operation);
        return new Recomputation(disputed.operator(), program.signature(disputed));
    }

    Next judge(Stage.ProveOutput stage, ValueProof proof) {
        int value = job.program().program().outputs().get(stage.output());
        if (proof.value() != value || !roots.hold(proof)) {
            return new Next.Invalid("this does not show the root of value " + value);
        }
        boolean holds = proof.root().equals(stage.claimed());
        return Next.Ends.at(stage, holds, Reason.OUTPUT_RIGHT, Reason.OUTPUT_WRONG);
    }

    Next judge(Stage.ProveLink stage, Move.ProveLink proof) {
        Operation operation = job.program().program().operations().get(stage.operation());
        Recomputation recomputation = recomputation(job, stage.operation());
        long opened = proof.state().size()
                + proof.tiles().stream()
                        .mapToLong(tile -> tile.content().size())
                        .sum();
        long cost = recomputation.cost(stage.piece(), stage.link().low());
        Optional<String> tooLarge = tooLarge(operation, proof, opened, cost);
        if (tooLarge.isPresent()) {
            return new Next.Invalid(tooLarge.get());
        }
        try {
            Tensor state = state(recomputation, stage, proof.state());
            NavigableMap<Place, Tensor> tiles = tiles(operation, proof);
            boolean holds = holds(recomputation, stage, state, tiles);
            return Next.Ends.at(stage, holds, Reason.LINK_RIGHT, Reason.LINK_WRONG, opened, cost);
        } catch (RefusedException | NotOpened invalid) {
            return new Next.Invalid(Objects.requireNonNull(invalid.getMessage()));
        }
    }

    /**
     * Before anything is hashed or computed: the limits of what a proof may consist of, and of what a link may cost. A program
     * with a dearer link is no {@link StepProgram}; should one get here, the referee does not do the work either.
     */
    private Optional<String> tooLarge(Operation operation, Move.ProveLink proof, long opened, long cost) {
        if (cost > TileRule.COST_MAX) {
            return Optional.of("one link costs " + cost + " operations; a referee does at most " + TileRule.COST_MAX);
        }
        long bytesMax = TileRule.bytesMax(job.program().program().signature(operation));
        if (opened > bytesMax) {
            return Optional.of("at most " + bytesMax + " bytes may be opened; these are " + opened);
        }
        if (proof.tiles().size() > TileRule.TILES_MAX
                || proof.values().size() > operation.inputs().size()) {
            return Optional.of("at most " + TileRule.TILES_MAX + " tiles of "
                    + operation.inputs().size() + " values may be opened");
        }
        return Optional.empty();
    }

    private Tensor state(Recomputation recomputation, Stage.ProveLink stage, ByteString bytes) {
        Tensor start = recomputation.start(stage.piece());
        if (stage.link().low() == 0) {
            if (!bytes.isEmpty()) {
                throw RefusedException.malformed("the state before the first link is known, and not shown");
            }
            return start;
        }
        Tensor state = Tensor.fromLittleEndian(start.tensorType(), bytes.toByteArray());
        if (!hashing.state(state).equals(stage.link().before())) {
            throw RefusedException.malformed("this is not the state before the link in dispute");
        }
        return state;
    }

    private NavigableMap<Place, Tensor> tiles(Operation operation, Move.ProveLink proof) {
        NavigableMap<Integer, Hash> values = new TreeMap<>();
        for (ValueProof value : proof.values()) {
            if (!operation.inputs().contains(value.value())
                    || values.containsKey(value.value())
                    || !roots.hold(value)) {
                throw RefusedException.malformed("this does not show the root of value " + value.value());
            }
            values.put(value.value(), value.root());
        }
        NavigableMap<Place, Tensor> tiles = new TreeMap<>();
        for (TileProof tile : proof.tiles()) {
            Place place = new Place(tile.input(), tile.tile());
            if (tiles.put(place, tile(operation, values, tile)) != null) {
                throw RefusedException.malformed("a tile is shown twice");
            }
        }
        return tiles;
    }

    private Tensor tile(Operation operation, NavigableMap<Integer, Hash> values, TileProof proof) {
        boolean exists =
                proof.input() >= 0 && proof.input() < operation.inputs().size();
        int value = exists ? operation.inputs().get(proof.input()) : Operation.ABSENT;
        Hash root = values.get(value);
        if (root == null) {
            throw RefusedException.malformed("a tile of input " + proof.input() + " without the input's root");
        }
        TensorType type = job.program().program().type(value);
        TreeLabel label = TreeLabel.tensor(type);
        Hash leaf = hashing.tile(type.type(), proof.content().toByteArray());
        if (!Inclusion.holds(hashing, label, root, proof.tile(), leaf, proof.path())) {
            throw RefusedException.malformed("this is not tile " + proof.tile() + " of input " + proof.input());
        }
        TileGrid grid = new TileGrid(type.shape());
        Shape shape = Shape.of(grid.height(proof.tile()), grid.width(proof.tile()));
        return Tensor.fromLittleEndian(
                new TensorType(type.type(), shape), proof.content().toByteArray());
    }

    /** Whether the link gives what the defender claims. What the operator cannot compute from proven inputs, nobody computed. */
    private boolean holds(
            Recomputation recomputation, Stage.ProveLink stage, Tensor state, NavigableMap<Place, Tensor> tiles) {
        long link = stage.link().low();
        boolean last = link == recomputation.links(stage.piece()) - 1;
        Tensor next;
        try {
            next = recomputation.link(stage.piece(), link, state, (input, tile) -> opened(tiles, input, tile));
        } catch (NotOpened incomplete) {
            throw incomplete;
        } catch (RuntimeException uncomputable) {
            return false;
        }
        Hash computed = last && recomputation.grain() == Grain.TILE
                ? hashing.tile(next.type(), next.toLittleEndian())
                : hashing.state(next);
        return computed.equals(stage.link().after());
    }

    private static Tensor opened(NavigableMap<Place, Tensor> tiles, int input, long tile) {
        Tensor opened = tiles.get(new Place(input, tile));
        if (opened == null) {
            throw new NotOpened(input, tile);
        }
        return opened;
    }

    /** Distinct values of an operation's inputs. */
    static List<Integer> values(Operation operation) {
        List<Integer> values = new ArrayList<>();
        for (int input : operation.inputs()) {
            if (input != Operation.ABSENT && !values.contains(input)) {
                values.add(input);
            }
        }
        return values;
    }
}
