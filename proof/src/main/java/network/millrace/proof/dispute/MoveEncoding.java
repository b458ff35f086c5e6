package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.dispute.Move.TileProof;
import network.millrace.proof.dispute.Move.ValueProof;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.tensor.TileGrid;

/** Moves as bytes: one encoding for each move, specified in docs/spec/disputes.md. */
public final class MoveEncoding {
    /** The longest move: the proof of a link with as many tiles and paths as the referee looks at. */
    public static final int BYTES_MAX = 768 * 1024;

    static final int VERSION = 1;
    /** Deeper than any tree of commitments. */
    static final int PATH_MAX = 64;

    static final int TILE_BYTES_MAX = TileGrid.EDGE * TileGrid.EDGE * Long.BYTES;
    private static final int STATE_BYTES_MAX = 2 * TileRule.BYTES_MAX;
    private static final String NAME = "a move";

    private MoveEncoding() {}

    /**
     * A move as bytes.
     *
     * @throws IllegalArgumentException when it has a number that no valid move has
     */
    public static ByteString write(Move move) {
        WireWriter out = new WireWriter().u8(VERSION);
        switch (move) {
            case Move.Reveal(var nodes) -> out.u8(1).hashes(nodes);
            case Move.Pick(int index) -> out.u8(2).u31(index);
            case Move.OpenBefore(var checkpoint, var path) ->
                out.u8(3).hash(checkpoint).hashes(path);
            case Move.OpenTrace(var trace, var path) -> out.u8(4).hash(trace).hashes(path);
            case Move.OpenTile(var tile) -> out.u8(5).bytes(tile);
            case Move.ProveLink(var state, var values, var tiles) -> {
                out.u8(6).bytes(state).u16(values.size());
                values.forEach(value -> write(value, out));
                out.u16(tiles.size());
                tiles.forEach(tile -> write(tile, out));
            }
            case Move.ProveOutput(var value) -> write(value, out.u8(7));
        }
        return out.written();
    }

    private static void write(ValueProof proof, WireWriter out) {
        out.u31(proof.value()).hash(proof.root()).hashes(proof.slotPath()).hashes(proof.path());
    }

    private static void write(TileProof proof, WireWriter out) {
        out.u31(proof.input()).u63(proof.tile()).bytes(proof.content()).hashes(proof.path());
    }

    /**
     * The move that was written.
     *
     * @throws RefusedException when the bytes are anything else
     */
    public static Move read(ByteString bytes) {
        WireReader in = new WireReader(bytes, NAME, BYTES_MAX);
        in.version(VERSION);
        int kind = in.u8("its kind", 255);
        Move move =
                switch (kind) {
                    case 1 -> new Move.Reveal(in.hashes("nodes", Rules.ARITY_MAX));
                    case 2 -> new Move.Pick(in.u31("the choice", Integer.MAX_VALUE));
                    case 3 -> new Move.OpenBefore(in.hash("the checkpoint"), in.hashes("its path", PATH_MAX));
                    case 4 -> new Move.OpenTrace(in.hash("the trace"), in.hashes("its path", PATH_MAX));
                    case 5 -> new Move.OpenTile(in.bytes("the tile", TILE_BYTES_MAX));
                    case 6 -> readLink(in);
                    case 7 -> new Move.ProveOutput(readValue(in));
                    default -> throw RefusedException.malformed("kinds of moves are 1 to 7; this is " + kind);
                };
        in.end();
        return move;
    }

    private static Move readLink(WireReader in) {
        ByteString state = in.bytes("the state", STATE_BYTES_MAX);
        List<ValueProof> values = new ArrayList<>();
        for (int left = in.u16("the number of values", TileRule.TILES_MAX); left > 0; left--) {
            values.add(readValue(in));
        }
        List<TileProof> tiles = new ArrayList<>();
        for (int left = in.u16("the number of tiles", TileRule.TILES_MAX); left > 0; left--) {
            tiles.add(new TileProof(
                    in.u31("an input", Integer.MAX_VALUE),
                    in.u63("a tile's number", Long.MAX_VALUE),
                    in.bytes("a tile", TILE_BYTES_MAX),
                    in.hashes("a tile's path", PATH_MAX)));
        }
        return new Move.ProveLink(state, values, tiles);
    }

    private static ValueProof readValue(WireReader in) {
        return new ValueProof(
                in.u31("a value", Integer.MAX_VALUE),
                in.hash("a value's root"),
                in.hashes("the path in the operation", PATH_MAX),
                in.hashes("a value's path", PATH_MAX));
    }
}
