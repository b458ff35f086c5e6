package network.millrace.proof.operators;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.operators.TileRule.Grain;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.operators.WholeTensors.Place;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/**
 * What links take at most, known from types alone.
 *
 * @param cost operations
 * @param bytes of the tiles that must be opened, and of the state before the link
 * @param tiles how many these are
 */
public record LinkNeeds(long cost, long bytes, int tiles) {
    /**
     * The most that any link of an operation takes. Tiles at the beginning of a tensor are its largest, what a piece takes grows
     * with its place, and of a chain the first link, one within and the last differ at most; so these are asked about.
     *
     * @throws RefusedException when a state alone is too large to be made
     */
    public static LinkNeeds greatest(Recomputation recomputation, Signature signature) {
        LinkNeeds most = new LinkNeeds(0, 0, 0);
        for (int output = 0; output < signature.outputs().size(); output++) {
            for (Piece piece : pieces(recomputation, output, signature.output(output))) {
                long links = recomputation.links(piece);
                for (long link : new TreeSet<>(List.of(0L, links / 2, links - 1))) {
                    long cost = recomputation.cost(piece, link);
                    // What is too dear is not tried.
                    LinkNeeds one = cost > TileRule.COST_MAX
                            ? new LinkNeeds(cost, 0, 0)
                            : of(recomputation, signature, piece, link);
                    most = most.orMore(one);
                }
            }
        }
        return most;
    }

    private LinkNeeds orMore(LinkNeeds other) {
        return new LinkNeeds(Math.max(cost, other.cost), Math.max(bytes, other.bytes), Math.max(tiles, other.tiles));
    }

    /** The first and the last. */
    private static List<Piece> pieces(Recomputation recomputation, int output, TensorType type) {
        TileGrid grid = new TileGrid(type.shape());
        if (grid.tiles() == 0) {
            return List.of();
        }
        if (recomputation.grain() == Grain.TILE) {
            return List.of(new Piece(output, 0, 0), new Piece(output, grid.tiles() - 1, 0));
        }
        return LongStream.of(0, type.shape().size() - 1)
                .mapToObj(element -> new Piece(output, grid.tileOf(element), grid.placeInTile(element)))
                .toList();
    }

    /**
     * Computes a link from tiles of zeros, and looks at what it reads. Where the tiles that are read depend on what is read, as the
     * rows of Gather do, zeros lead to the first tiles.
     */
    private static LinkNeeds of(Recomputation recomputation, Signature signature, Piece piece, long link) {
        NavigableMap<Place, Tensor> read = new TreeMap<>();
        TileRule.Tiles zeros = (input, tile) ->
                read.computeIfAbsent(new Place(input, tile), place -> zeros(signature.input(input), tile));
        Tensor start = recomputation.start(piece);
        try {
            Tensor state = link == 0 ? start : recomputation.link(piece, 0, start, zeros);
            read.clear();
            recomputation.link(piece, link, state, zeros);
        } catch (RefusedException | IndexOutOfBoundsException | ArithmeticException noSuchState) {
            // No chain has this state after so many links; what was read until then is what such a link reads.
        }
        long bytes = link == 0 ? 0 : start.tensorType().bytes();
        for (Tensor tile : read.values()) {
            bytes += tile.tensorType().bytes();
        }
        return new LinkNeeds(recomputation.cost(piece, link), bytes, read.size());
    }

    private static Tensor zeros(TensorType type, long tile) {
        TileGrid grid = new TileGrid(type.shape());
        return Tensor.allocate(new TensorType(type.type(), Shape.of(grid.height(tile), grid.width(tile))));
    }
}
