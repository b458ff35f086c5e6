package network.millrace.proof.operators;

import java.util.stream.IntStream;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TileGrid;

/**
 * How a referee recomputes one small piece of an output from a few tiles of the inputs.
 *
 * <p>A piece is one tile of 64 by 64 elements, or for some operators a single element. It comes out of a chain of links:
 * each link takes the state before it and a few tiles of the inputs, and gives the state after it; the state after the last
 * link is the piece. A matrix product has a link for each 64 steps of k, and its state is the accumulator; an elementwise
 * operator has one link. Parties search the chain for the first link they disagree about, and the referee computes that
 * one link.
 *
 * <p>A link <em>pulls</em> what it needs from the {@link Tiles}. The same code therefore says which tiles must be opened
 * (run over whole tensors that record what was read) and judges (run over the opened tiles; reading any other fails). What
 * is read may depend on what was read before, as the rows of Gather depend on its indices.
 *
 * <p>The rule must give the bits of {@link Primitive#compute}; a property test compares them for every operator. One link
 * may read at most {@link #BYTES_MAX} bytes of tiles, the state included (twice that for elements of 8 bytes), and do at most
 * {@link #COST_MAX} operations.
 * float16 and bfloat16 are handled around the rule: it reads widened tiles and its last state is rounded.
 */
public interface TileRule {
    /** What a link may read, with its state: 64 KiB. */
    int BYTES_MAX = 64 * 1024;

    /** What a link may compute. */
    int COST_MAX = 300_000;

    /** How many tiles a link may read; most read three at most. */
    int TILES_MAX = 128;

    /** What a link of an operation may read, with its state: twice as much where elements of 8 bytes go in or come out. */
    static long bytesMax(Signature signature) {
        boolean wide = IntStream.range(0, signature.inputCount())
                        .filter(signature::has)
                        .anyMatch(i -> signature.input(i).type().bytes() > Integer.BYTES)
                || signature.outputs().stream().anyMatch(output -> output.type().bytes() > Integer.BYTES);
        return wide ? 2L * BYTES_MAX : BYTES_MAX;
    }

    /** How finely an output is disputed. */
    enum Grain {
        TILE,
        ELEMENT
    }

    /**
     * A piece of an output.
     *
     * @param output which output
     * @param tile which tile of it
     * @param element which place in the tile, row by row; 0 when the grain is a whole tile
     */
    record Piece(int output, long tile, int element) {}

    /** The tiles of the inputs; each is a matrix of the rows and columns that the tile really has. */
    interface Tiles {
        /** A tile of input i. */
        Tensor tile(int input, long tile);

        /** One element of input i, by its flat index in the whole tensor, as a scalar of the input's element type. */
        default Tensor element(Signature signature, int input, long element) {
            TileGrid grid = new TileGrid(signature.input(input).shape());
            Tensor tile = tile(input, grid.tileOf(element));
            Tensor scalar = Tensor.allocate(tile.type(), Shape.SCALAR);
            System.arraycopy(tile.array(), grid.placeInTile(element), scalar.array(), 0, 1);
            return scalar;
        }
    }

    Grain grain(Signature signature);

    /** How many links make the piece; at least 1. */
    default long links(Signature signature, Piece piece) {
        return 1;
    }

    /**
     * What a link computes at most: arithmetic on elements, a fused multiply-add being one operation and a polynomial as many as
     * it has terms. At most {@link #COST_MAX}; by default one for each element of the piece. A test counts what links really
     * compute (package {@code metering}) and holds it against this.
     */
    default long cost(Signature signature, Piece piece, long link) {
        TileGrid grid = new TileGrid(signature.output(piece.output()).shape());
        return grain(signature) == Grain.ELEMENT ? 1 : (long) grid.height(piece.tile()) * grid.width(piece.tile());
    }

    /** The state before the first link; all but the last have its type and shape. By default nothing, for operators with one link. */
    default Tensor start(Signature signature, Piece piece) {
        return Tensor.of(Shape.of(0), new float[0]);
    }

    /**
     * The state after a link; after the last one, the piece: a matrix of the tile's rows and columns, or a scalar.
     *
     * @param link from 0
     * @param state the state before it
     */
    Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs);
}
