package network.millrace.proof.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

/** How many rounds a dispute takes, by the search itself, over trees that nobody could compute here. */
class RoundsTest {
    private static final Hash ANY = Hash.of(new byte[Hash.BYTES]);
    private static final long SMALL_STEPS = 10_000;
    private static final int SMALL_OPERATIONS = 4_000;

    /**
     * GPT-2 small: 10,000 steps of 4,000 operations, and the product of 1,024 tokens by 768 with 50,257 words. The way to a
     * first leaf is the longest, since all of its levels are full.
     */
    @Test
    void largestTensorOfGptTwoTakesTwelveRounds() {
        int rounds = rounds(run(SMALL_STEPS), false)
                + rounds(TreeLabel.trace(1, SMALL_OPERATIONS), false)
                + rounds(tiles(1024, 50_257), false)
                + rounds(768 / 64);

        assertThat(rounds).isEqualTo(12);
    }

    @Test
    void sumOverTheWordsTakesNoMore() {
        int element = 1;
        int rounds = rounds(run(SMALL_STEPS), false)
                + rounds(TreeLabel.trace(1, SMALL_OPERATIONS), false)
                + rounds(tiles(1024, 1), false)
                + element
                + rounds(Math.ceilDiv(50_257, 64));

        assertThat(rounds).isLessThanOrEqualTo(12);
    }

    @Test
    void whicheverLeafIsLookedForTheRoundsAreWithinOneRoundForEveryFourLevels() {
        for (long count : List.of(1L, 2L, 3L, 15L, 16L, 17L, 255L, 256L, 257L, 4_001L, 10_001L, 1L << 40)) {
            TreeLabel label = run(count - 1);
            for (boolean last : new boolean[] {false, true}) {
                assertThat(rounds(label, last))
                        .as("%d leaves, last: %s", count, last)
                        .isLessThanOrEqualTo(Math.ceilDiv(label.depth(), 4));
            }
        }
    }

    @Test
    void chainOfAnyLengthEndsAtOneLink() {
        for (long length : List.of(2L, 15L, 16L, 17L, 256L, 257L, 1_000_003L, Long.MAX_VALUE / 2)) {
            for (boolean last : new boolean[] {false, true}) {
                Chain chain = new Chain(0, length, ANY, ANY, List.of());
                int rounds = 0;
                while (!chain.isDone()) {
                    chain = next(chain, last);
                    rounds++;
                }
                assertThat(chain.low()).isEqualTo(last ? length - 1 : 0);
                assertThat(rounds)
                        .isLessThanOrEqualTo(1 + Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(length), 4));
            }
        }
    }

    private static TreeLabel run(long steps) {
        return TreeLabel.run(ANY, steps + 1);
    }

    private static TreeLabel tiles(int rows, int columns) {
        return TreeLabel.tensor(new TensorType(DataType.FLOAT32, Shape.of(rows, columns)));
    }

    private static int rounds(TreeLabel label, boolean last) {
        return Rounds.toLeaf(label, Rules.DEFAULT, last);
    }

    private static int rounds(long links) {
        return Rounds.toLink(links, Rules.DEFAULT);
    }

    private static Chain next(Chain chain, boolean last) {
        int parts = chain.parts(Rules.DEFAULT);
        return chain.shown(Collections.nCopies(parts - 1, ANY)).picked(Rules.DEFAULT, last ? parts - 1 : 0);
    }
}
