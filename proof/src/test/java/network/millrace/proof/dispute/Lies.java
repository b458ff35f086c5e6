package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import network.millrace.proof.dispute.Move.TileProof;
import network.millrace.proof.dispute.Move.ValueProof;
import network.millrace.protocol.crypto.Hash;

/** Changes of moves that a liar, or a bad connection, may come up with. */
final class Lies {
    /** What a message can be wrong in. */
    enum Kind {
        OTHER_MOVE,
        EARLIER_MOVE,
        HUGE,
        HASH_CHANGED,
        HASH_ADDED,
        HASH_LEFT_OUT,
        HASHES_EXCHANGED,
        BYTES_CHANGED,
        BYTES_ADDED,
        WRONG_CHOICE,
        TILE_LEFT_OUT,
        TILE_TWICE,
        TILE_OF_ANOTHER_INPUT,
        ANOTHER_TILE,
        ANOTHER_VALUE,
        VALUE_LEFT_OUT
    }

    private final Random random;
    private final EnumSet<Kind> told = EnumSet.noneOf(Kind.class);
    private final List<Move> heard = new ArrayList<>();

    Lies(Random random) {
        this.random = random;
    }

    /** The kinds of lies that were told so far. */
    EnumSet<Kind> told() {
        return EnumSet.copyOf(told);
    }

    /** A move that differs from the given one. */
    Move about(Move move) {
        if (random.nextInt(10) == 0) {
            return anything(move);
        }
        heard.add(move);
        return switch (move) {
            case Move.Reveal(List<Hash> nodes) -> new Move.Reveal(hashes(nodes));
            case Move.Pick(int index) ->
                tell(Kind.WRONG_CHOICE, new Move.Pick(random.nextBoolean() ? random.nextInt() : index + 1));
            case Move.OpenBefore(Hash checkpoint, List<Hash> path) ->
                path.isEmpty() || random.nextBoolean()
                        ? new Move.OpenBefore(hash(checkpoint), path)
                        : new Move.OpenBefore(checkpoint, hashes(path));
            case Move.OpenTrace(Hash trace, List<Hash> path) ->
                path.isEmpty() || random.nextBoolean()
                        ? new Move.OpenTrace(hash(trace), path)
                        : new Move.OpenTrace(trace, hashes(path));
            case Move.OpenTile(ByteString tile) -> new Move.OpenTile(bytes(tile));
            case Move.ProveLink proof -> link(proof);
            case Move.ProveOutput(ValueProof value) -> new Move.ProveOutput(value(value));
        };
    }

    private <T> T tell(Kind kind, T lie) {
        told.add(kind);
        return lie;
    }

    private Move anything(Move other) {
        Move made =
                switch (random.nextInt(5)) {
                    case 0 -> tell(Kind.WRONG_CHOICE, new Move.Pick(random.nextInt()));
                    case 1 -> tell(Kind.OTHER_MOVE, new Move.Reveal(List.of()));
                    case 2 -> tell(Kind.HUGE, new Move.OpenTile(ByteString.copyFrom(new byte[1 << 20])));
                    case 3 ->
                        heard.isEmpty()
                                ? new Move.Reveal(List.of())
                                : tell(Kind.EARLIER_MOVE, heard.get(random.nextInt(heard.size())));
                    default ->
                        tell(
                                Kind.HUGE,
                                new Move.ProveLink(ByteString.copyFrom(new byte[1 << 18]), List.of(), List.of()));
                };
        return made.equals(other) ? tell(Kind.OTHER_MOVE, new Move.OpenTile(ByteString.EMPTY)) : made;
    }

    private Move link(Move.ProveLink proof) {
        List<ValueProof> values = new ArrayList<>(proof.values());
        List<TileProof> tiles = new ArrayList<>(proof.tiles());
        if (tiles.isEmpty() || (!proof.state().isEmpty() && random.nextInt(3) == 0)) {
            return new Move.ProveLink(bytes(proof.state()), values, tiles);
        }
        int tile = random.nextInt(tiles.size());
        int value = random.nextInt(values.size());
        switch (random.nextInt(5)) {
            case 0 -> tell(Kind.TILE_LEFT_OUT, tiles.remove(tile));
            case 1 -> tiles.add(tell(Kind.TILE_TWICE, tiles.get(tile)));
            case 2 -> tiles.set(tile, tile(tiles.get(tile)));
            case 3 -> tell(Kind.VALUE_LEFT_OUT, values.remove(value));
            default -> values.set(value, value(values.get(value)));
        }
        return new Move.ProveLink(proof.state(), values, tiles);
    }

    private TileProof tile(TileProof proof) {
        return switch (random.nextInt(4)) {
            case 0 ->
                tell(
                        Kind.TILE_OF_ANOTHER_INPUT,
                        new TileProof(random.nextInt(), proof.tile(), proof.content(), proof.path()));
            case 1 ->
                tell(Kind.ANOTHER_TILE, new TileProof(proof.input(), random.nextLong(), proof.content(), proof.path()));
            case 2 -> new TileProof(proof.input(), proof.tile(), bytes(proof.content()), proof.path());
            default -> new TileProof(proof.input(), proof.tile(), proof.content(), hashes(proof.path()));
        };
    }

    private ValueProof value(ValueProof proof) {
        return switch (random.nextInt(4)) {
            case 0 ->
                tell(
                        Kind.ANOTHER_VALUE,
                        new ValueProof(random.nextInt(), proof.root(), proof.slotPath(), proof.path()));
            case 1 -> new ValueProof(proof.value(), hash(proof.root()), proof.slotPath(), proof.path());
            case 2 -> new ValueProof(proof.value(), proof.root(), hashes(proof.slotPath()), proof.path());
            default -> new ValueProof(proof.value(), proof.root(), proof.slotPath(), hashes(proof.path()));
        };
    }

    private List<Hash> hashes(List<Hash> hashes) {
        List<Hash> changed = new ArrayList<>(hashes);
        int change = hashes.isEmpty() ? 0 : random.nextInt(4);
        switch (change) {
            case 0 ->
                changed.add(tell(
                        Kind.HASH_ADDED, hash(hashes.isEmpty() ? Hash.of(new byte[Hash.BYTES]) : hashes.getFirst())));
            case 1 -> tell(Kind.HASH_LEFT_OUT, changed.remove(random.nextInt(changed.size())));
            case 2 -> {
                Collections.reverse(changed);
                if (changed.equals(hashes)) {
                    changed.removeLast();
                } else {
                    told.add(Kind.HASHES_EXCHANGED);
                }
            }
            default -> {
                int place = random.nextInt(changed.size());
                changed.set(place, hash(changed.get(place)));
            }
        }
        return changed;
    }

    private Hash hash(Hash hash) {
        byte[] bytes = hash.bytes();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return tell(Kind.HASH_CHANGED, Hash.of(bytes));
    }

    private ByteString bytes(ByteString bytes) {
        byte[] changed = bytes.toByteArray();
        if (changed.length == 0 || random.nextInt(4) == 0) {
            return tell(Kind.BYTES_ADDED, bytes.concat(ByteString.copyFrom(new byte[] {7})));
        }
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return tell(Kind.BYTES_CHANGED, ByteString.copyFrom(changed));
    }

    /** Whether what a move shows is bound by what was shown before, so that any change of it must be refused. */
    static boolean isBound(Stage stage) {
        return Stream.of(Stage.FindStep.class, Stage.FindLink.class, Stage.OpenTrace.class)
                .noneMatch(free -> free.isInstance(stage));
    }
}
