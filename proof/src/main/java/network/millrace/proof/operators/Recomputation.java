package network.millrace.proof.operators;

import java.util.NavigableMap;
import java.util.TreeMap;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.operators.TileRule.Tiles;
import network.millrace.proof.operators.WholeTensors.Place;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.HalfPrecision;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * Recomputes pieces of one operation's outputs by its tile rule. This is what a referee runs; 16-bit floating point is
 * widened when a tile is read, and the last state is rounded. States in between are float32.
 */
public final class Recomputation {
    private final Primitive operator;
    private final Signature signature;
    private final Signature wide;

    /** @param signature the operation's as the program has it */
    public Recomputation(Primitive operator, Signature signature) {
        this.operator = operator;
        this.signature = signature;
        this.wide = signature.widened();
    }

    public TileRule.Grain grain() {
        return operator.tileRule().grain(wide);
    }

    /** How many links the chain of a piece has. */
    public long links(Piece piece) {
        return operator.tileRule().links(wide, piece);
    }

    /** What a link costs; at most {@link TileRule#COST_MAX}. */
    public long cost(Piece piece, long link) {
        return operator.tileRule().cost(wide, piece, link);
    }

    /** The state before the first link. */
    public Tensor start(Piece piece) {
        return operator.tileRule().start(wide, piece);
    }

    /**
     * The state after a link; after the last one the piece itself, in the element type of the output.
     *
     * @param tiles tiles as they are stored, 16-bit ones included
     */
    public Tensor link(Piece piece, long link, Tensor state, Tiles tiles) {
        // A rule may read a tile once for each of its elements; it is widened once.
        NavigableMap<Place, Tensor> widened = new TreeMap<>();
        Tiles read = (input, tile) ->
                widened.computeIfAbsent(new Place(input, tile), place -> widened(tiles.tile(input, tile)));
        Tensor next = operator.tileRule().link(wide, piece, link, state, read);
        DataType stored = signature.output(piece.output()).type();
        if (!stored.isHalf() || link < links(piece) - 1) {
            return next;
        }
        Tensor rounded = Tensor.allocate(new TensorType(stored, next.shape()));
        HalfPrecision.round(next, rounded);
        return rounded;
    }

    /** The piece, by all of its links. */
    public Tensor piece(Piece piece, Tiles tiles) {
        Tensor state = start(piece);
        for (long link = 0; link < links(piece); link++) {
            state = link(piece, link, state, tiles);
        }
        return state;
    }

    private static Tensor widened(Tensor tile) {
        return tile.type().isHalf() ? HalfPrecision.widen(tile) : tile;
    }
}
