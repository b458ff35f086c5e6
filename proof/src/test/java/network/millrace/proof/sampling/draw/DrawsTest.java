package network.millrace.proof.sampling.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import network.millrace.proof.sampling.Vectors;
import org.junit.jupiter.api.Test;

class DrawsTest {
    @Test
    void seedIsTheOneOfTheSpecification() {
        assertThat(Vectors.SEED.value().hex())
                .isEqualTo("3468b0d2492e0250bf0bb2a4bc4d7cd2e603e25ebcd4d8049e380edcbde4697b");
    }

    @Test
    void wordsAreThoseOfTheSpecification() {
        Draws draws = Vectors.SEED.draws(Purpose.DECISION, 0);

        assertThat(LongStream.generate(draws::word).limit(5))
                .containsExactly(
                        0xaf2810ab08d8522eL,
                        0xff4e7412f015e371L,
                        0x08db36c5c12f7b7fL,
                        0xb6ed9b69f791ce73L,
                        0xb0c538bd15aa8811L);
    }

    @Test
    void numbersBelowABoundAreThoseOfTheSpecification() {
        Draws draws = Vectors.SEED.draws(Purpose.DECISION, 0);

        assertThat(LongStream.generate(() -> draws.below(10)).limit(8)).containsExactly(4L, 3L, 3L, 7L, 7L, 8L, 2L, 0L);
        assertThat(LongStream.generate(() -> draws.below((1L << 62) + 1)).limit(4))
                .containsExactly(
                        2748631355581912162L, 1127078273304999043L, 2813394273481429204L, 2432372626132095787L);
    }

    @Test
    void purposeAndIndexGiveIndependentDraws() {
        assertThat(LongStream.of(
                        Vectors.SEED.draws(Purpose.DECISION, 0).word(),
                        Vectors.SEED.draws(Purpose.AUDITORS, 0).word(),
                        Vectors.SEED.draws(Purpose.STEPS, 0).word(),
                        Vectors.SEED.draws(Purpose.STEPS, 1).word(),
                        Vectors.SEED.draws(Purpose.REPLICAS, 0).word()))
                .doesNotHaveDuplicates();
    }

    @Test
    void anotherBlockClaimOrRootIsAnotherSeed() {
        assertThat(Beacon.seed(Vectors.CLAIM, Vectors.CLAIM, Vectors.ROOT)).isNotEqualTo(Vectors.SEED);
        assertThat(Beacon.seed(Vectors.BLOCK, Vectors.ROOT, Vectors.ROOT)).isNotEqualTo(Vectors.SEED);
        assertThat(Beacon.seed(Vectors.BLOCK, Vectors.CLAIM, Vectors.BLOCK)).isNotEqualTo(Vectors.SEED);
    }

    /** 3 does not divide 2^64, and neither does a bound just above 2^62, of which a fourth of all words is rejected. */
    @Test
    void everyNumberIsEquallyLikely() {
        Draws draws = Vectors.SEED.draws(Purpose.STEPS, 77);
        long[] counts = new long[3];
        for (int draw = 0; draw < 90_000; draw++) {
            counts[(int) draws.below(3)]++;
        }
        long[] halves = new long[2];
        long bound = 3L << 61;
        for (int draw = 0; draw < 40_000; draw++) {
            halves[draws.below(bound) < bound / 2 ? 0 : 1]++;
        }

        assertThat(ChiSquare.of(counts)).isLessThan(ChiSquare.limit(2));
        assertThat(ChiSquare.of(halves)).isLessThan(ChiSquare.limit(1));
    }

    @Test
    void theGreatestAndTheLeastBoundWork() {
        Draws draws = Vectors.SEED.draws(Purpose.STEPS, 0);

        assertThat(draws.below(1)).isZero();
        assertThat(draws.below(Long.MAX_VALUE)).isBetween(0L, Long.MAX_VALUE - 1);
    }

    @Test
    void boundsAndIndexesThatMakeNoSenseAreRefused() {
        Draws draws = Vectors.SEED.draws(Purpose.STEPS, 0);

        assertThatThrownBy(() -> draws.below(0)).hasMessageContaining("above 0; this is 0");
        assertThatThrownBy(() -> draws.below(Long.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Vectors.SEED.draws(Purpose.STEPS, -1)).hasMessageContaining("from 0; this is -1");
    }

    @Test
    void beaconIsTwoBlocksAfterTheCommitment() {
        assertThat(Beacon.height(40)).isEqualTo(42);
        assertThatThrownBy(() -> Beacon.height(-1)).hasMessageContaining("not negative");
        assertThatThrownBy(() -> Beacon.height(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }
}
