package network.millrace.cli.bench;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.Inclusion;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.operators.WholeTensors.Place;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;

/**
 * One link of one operation, in the middle of its chain, with invented tiles: all that a referee ever sees of a model. It does
 * what the referee of a dispute does: hash each opened tile, follow its path to the root, compute the link, hash what comes out.
 */
final class DisputedLink {
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 21;
    private static final Hashing HASHING = new Hashing(HashFunction.SHA_256);
    private static final Hash ANY = Hash.of(new byte[Hash.BYTES]);

    private final Program program;
    private final Operation operation;
    private final Recomputation recomputation;
    private final Piece piece;
    private final long link;
    private final Tensor state;
    private final NavigableMap<Place, Tensor> opened = new TreeMap<>();

    DisputedLink(Program program, Operation operation) {
        this.program = program;
        this.operation = operation;
        this.recomputation = new Recomputation(operation.operator(), program.signature(operation));
        this.piece = new Piece(0, 0, 0);
        this.link = recomputation.links(piece) / 2;
        this.state = recomputation.start(piece);
    }

    /**
     * What judging a link takes.
     *
     * @param operations multiply-adds or element operations
     * @param bytes of the opened tiles and the state
     * @param milliseconds median, once compiled
     */
    record Effort(long operations, long bytes, double milliseconds) {
        Effort orMore(Effort other) {
            return new Effort(
                    Math.max(operations, other.operations),
                    Math.max(bytes, other.bytes),
                    Math.max(milliseconds, other.milliseconds));
        }
    }

    Effort effort() {
        for (int i = 0; i < WARM_UP; i++) {
            judge();
        }
        Samples milliseconds = new Samples();
        for (int i = 0; i < ROUNDS; i++) {
            long started = System.nanoTime();
            judge();
            milliseconds.add((System.nanoTime() - started) / 1e6);
        }
        long bytes = link == 0 ? 0 : state.tensorType().bytes();
        for (Tensor tile : opened.values()) {
            bytes += tile.tensorType().bytes();
        }
        return new Effort(recomputation.cost(piece, link), bytes, milliseconds.median());
    }

    private Hash judge() {
        opened.forEach((place, tile) -> {
            TreeLabel label = TreeLabel.tensor(program.type(operation.inputs().get(place.input())));
            Hash leaf = HASHING.tile(tile.type(), tile.toLittleEndian());
            int length = Inclusion.pathLength(label, place.tile());
            if (Inclusion.root(HASHING, label, place.tile(), leaf, Collections.nCopies(length, ANY))
                    .isEmpty()) {
                throw new IllegalStateException("a path of " + length + " neighbours does not lead anywhere");
            }
        });
        HASHING.state(state);
        return HASHING.state(recomputation.link(piece, link, state, this::tile));
    }

    private Tensor tile(int input, long tile) {
        return opened.computeIfAbsent(new Place(input, tile), this::invented);
    }

    /** Floats that neither vanish nor grow; 0 for whole numbers, which may be indices, and constants as they are. */
    private Tensor invented(Place place) {
        int value = operation.inputs().get(place.input());
        TensorType type = program.type(value);
        TileGrid grid = new TileGrid(type.shape());
        if (program.isConstant(value)) {
            return grid.cut(program.constant(value), place.tile());
        }
        Tensor tile = Tensor.allocate(type.type(), Shape.of(grid.height(place.tile()), grid.width(place.tile())));
        for (int i = 0; type.type() == DataType.FLOAT32 && i < tile.size(); i++) {
            tile.floats()[i] = (i * 37 % 101 - 50) / 64f;
        }
        return tile;
    }
}
