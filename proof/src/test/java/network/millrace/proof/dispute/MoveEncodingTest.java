package network.millrace.proof.dispute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.dispute.Move.TileProof;
import network.millrace.proof.dispute.Move.ValueProof;
import network.millrace.proof.operators.TileRule;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

/** The bytes of messages are those of the specification, and limits hold before anything is read. */
class MoveEncodingTest {
    private static final Path VECTORS = Path.of("..", "docs", "spec", "vectors", "disputes.txt");

    private static Hash hash(int number) {
        byte[] bytes = new byte[Hash.BYTES];
        bytes[0] = (byte) number;
        bytes[31] = (byte) number;
        return Hash.of(bytes);
    }

    private static ByteString bytes(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return ByteString.copyFrom(bytes);
    }

    private static NavigableMap<String, Move> moves() {
        ValueProof value = new ValueProof(7, hash(1), List.of(hash(2)), List.of(hash(3), hash(4)));
        TileProof tile = new TileProof(1, 5, bytes(9, 8, 7, 6), List.of(hash(5)));
        TreeMap<String, Move> moves = new TreeMap<>();
        moves.put("reveal", new Move.Reveal(List.of(hash(1), hash(2))));
        moves.put("pick", new Move.Pick(13));
        moves.put("open-before", new Move.OpenBefore(hash(1), List.of(hash(2))));
        moves.put("open-trace", new Move.OpenTrace(hash(1), List.of()));
        moves.put("open-tile", new Move.OpenTile(bytes(1, 2, 3, 4)));
        moves.put("prove-link", new Move.ProveLink(bytes(1, 2, 3, 4), List.of(value), List.of(tile)));
        moves.put("prove-output", new Move.ProveOutput(value));
        return moves;
    }

    @Test
    void bytesAreTheGoldenOnesOfTheSpecification() throws IOException {
        TreeMap<String, String> golden = new TreeMap<>();
        for (String line : Files.readAllLines(VECTORS)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                golden.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
            }
        }
        TreeMap<String, String> ours = new TreeMap<>();
        moves().forEach((name, move) -> ours.put(name, hex(MoveEncoding.write(move))));
        ours.put("opening-of-run", hex(new Opening.OfRun(hash(1), hash(2)).write()));
        ours.put("opening-of-step", hex(new Opening.OfStep(hash(1), 300, hash(2), hash(3)).write()));

        assertThat(ours).isEqualTo(golden);
    }

    @Test
    void openingsComeBack() {
        for (Opening opening : List.of(
                new Opening.OfRun(hash(1), hash(2)), new Opening.OfStep(hash(1), Job.STEPS_MAX, hash(2), hash(3)))) {
            assertThat(Opening.read(opening.write())).isEqualTo(opening);
        }
        assertRefused(() -> Opening.read(bytes(1, 3)), "kinds of openings are 1 and 2; this is 3");
        assertRefused(() -> Opening.read(ByteString.copyFrom(new byte[1_000])), "at most 106");
    }

    @Test
    void openingOfAnotherJobOrOfAStepThatDoesNotExistIsRefused() {
        Work work = Work.training(3, 1);
        Hash id = work.job().id();

        assertRefused(() -> new Opening.OfRun(hash(1), hash(2)).begin(work.job(), Rules.DEFAULT, 0), "about job");
        assertRefused(
                () -> new Opening.OfStep(id, 4, hash(2), hash(3)).begin(work.job(), Rules.DEFAULT, 0), "steps 1 to 3");
        assertThat(new Opening.OfStep(id, 3, hash(2), hash(3)).begin(work.job(), Rules.DEFAULT, 5))
                .isEqualTo(Disputes.ofStep(work.job(), 3, hash(2), hash(3), Rules.DEFAULT, 5));
    }

    @Test
    void anotherVersionAndUnknownKindsAreRefusedBySentence() {
        assertRefused(() -> MoveEncoding.read(bytes(2, 2, 0, 0, 0, 1)), "version 2 cannot be read; only version 1");
        assertRefused(() -> MoveEncoding.read(bytes(1, 8)), "kinds of moves are 1 to 7; this is 8");
        assertRefused(() -> MoveEncoding.read(ByteString.EMPTY), "ends before its version");
    }

    @Test
    void sizeIsLimitedBeforeAnythingIsAllocated() {
        assertRefused(
                () -> MoveEncoding.read(ByteString.copyFrom(new byte[MoveEncoding.BYTES_MAX + 1])),
                "bytes of a move: 786433, at most 786432");
        // Counts and lengths that promise more than there is.
        assertRefused(() -> MoveEncoding.read(bytes(1, 1, 1, 0)), "8192 bytes were expected; 0 are left");
        assertRefused(() -> MoveEncoding.read(bytes(1, 1, 255, 255)), "from 0 to 256; this is 65535");
        assertRefused(() -> MoveEncoding.read(bytes(1, 5, 127, 255, 255, 255)), "from 0 to 32768; this is 2147483647");
        assertRefused(() -> MoveEncoding.read(bytes(1, 5, 255, 255, 255, 255)), "this is more");
        assertRefused(() -> MoveEncoding.read(bytes(1, 6, 0, 0, 0, 0, 1, 0)), "from 0 to 128; this is 256");
    }

    @Test
    void longestMoveThatTheRefereeLooksAtIsWithinTheLimit() {
        List<Hash> path = Collections.nCopies(36, hash(1));
        ByteString content = ByteString.copyFrom(new byte[1024]);
        ValueProof value =
                new ValueProof(1, hash(1), Collections.nCopies(20, hash(1)), Collections.nCopies(48, hash(2)));
        Move move = new Move.ProveLink(
                ByteString.EMPTY,
                Collections.nCopies(TileRule.TILES_MAX, value),
                Collections.nCopies(TileRule.TILES_MAX, new TileProof(1, 1, content, path)));

        assertThat(MoveEncoding.write(move).size()).isLessThanOrEqualTo(MoveEncoding.BYTES_MAX);
        assertThat(MoveEncoding.read(MoveEncoding.write(move))).isEqualTo(move);
    }

    @Test
    void numbersThatNoMoveHasCannotBeWritten() {
        assertThatThrownBy(() -> MoveEncoding.write(new Move.Pick(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not -1");
    }

    @Test
    void stateOfAnotherJobIsRefused() {
        Work work = Work.training(3, 1);
        State state = work.dispute(work.honest());
        ByteString bytes = StateEncoding.write(state, hash(1));

        assertRefused(() -> StateEncoding.read(bytes, work.job(), work.job().id()), "is about job");
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static void assertRefused(Runnable reading, String sentence) {
        assertThatThrownBy(reading::run).isInstanceOf(RefusedException.class).hasMessageContaining(sentence);
    }
}
