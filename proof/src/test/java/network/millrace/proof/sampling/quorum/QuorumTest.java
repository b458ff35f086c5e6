package network.millrace.proof.sampling.quorum;

import static network.millrace.proof.sampling.Law.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import network.millrace.proof.sampling.Law;
import network.millrace.proof.sampling.Vectors;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

class QuorumTest {
    private static final Hash RIGHT = Vectors.BLOCK;
    private static final Hash WRONG = Vectors.ROOT;
    private static final long NEW = WorkerScore.NONE.weight();
    private static final long AT_30 = new WorkerScore(30).weight();
    private static final long AT_90 = new WorkerScore(90).weight();

    @Test
    void weightsAreIexecs() {
        assertThat(NEW).isEqualTo(2);
        assertThat(new WorkerScore(11).weight()).isEqualTo(2);
        assertThat(new WorkerScore(12).weight()).isEqualTo(3);
        assertThat(AT_30).isEqualTo(9);
        assertThat(AT_90).isEqualTo(29);
    }

    @Test
    void trustOfAHundredNeedsSevenNewWorkersOrThreeOrTwoProven() {
        assertThat(Quorum.unopposed(100, NEW)).isEqualTo(7);
        assertThat(Quorum.unopposed(100, AT_30)).isEqualTo(3);
        assertThat(Quorum.unopposed(100, AT_90)).isEqualTo(2);
    }

    @Test
    void trustOfTenThousandNeedsFourteenFiveOrThree() {
        assertThat(Quorum.unopposed(10_000, NEW)).isEqualTo(14);
        assertThat(Quorum.unopposed(10_000, AT_30)).isEqualTo(5);
        assertThat(Quorum.unopposed(10_000, AT_90)).isEqualTo(3);
    }

    @Test
    void votesReachConsensusWhereTheCountSaysSo() {
        for (long trust : new long[] {2, 3, 100, 10_000, Quorum.TRUST_MAX}) {
            for (long weight : new long[] {NEW, AT_30, AT_90}) {
                int needed = Quorum.unopposed(trust, weight);
                Quorum quorum = Quorum.of(trust);
                for (int vote = 1; vote <= needed; vote++) {
                    assertThat(quorum.consensus()).isEmpty();
                    quorum = quorum.with(vote(vote, RIGHT, weight));
                }
                assertThat(quorum.consensus()).contains(RIGHT);
            }
        }
    }

    @Test
    void oppositionRaisesWhatIsNeeded() {
        Quorum opposed = Quorum.of(100).with(vote(0, WRONG, NEW));
        for (int vote = 1; vote <= 8; vote++) {
            opposed = opposed.with(vote(vote, RIGHT, NEW));
            assertThat(opposed.consensus()).isEmpty();
        }

        assertThat(opposed.with(vote(9, RIGHT, NEW)).consensus()).contains(RIGHT);
    }

    @Test
    void neverMoreThanOneResultOutweighsTheOthers() {
        Law.holds("neverMoreThanOneResultOutweighsTheOthers", 500, random -> {
            Quorum quorum = Quorum.of(2 + random.nextInt(5));
            BigInteger right = BigInteger.ZERO;
            BigInteger wrong = BigInteger.ZERO;
            for (int vote = 0; vote < random.nextInt(12); vote++) {
                long weight = random.nextLong(2, 5);
                boolean isRight = random.nextBoolean();
                quorum = quorum.with(vote(vote, isRight ? RIGHT : WRONG, weight));
                BigInteger factor = BigInteger.valueOf(weight);
                right = isRight ? right.max(BigInteger.ONE).multiply(factor) : right;
                wrong = isRight ? wrong : wrong.max(BigInteger.ONE).multiply(factor);
            }
            Hash heavier = right.compareTo(wrong) > 0 ? RIGHT : WRONG;

            assertThat(quorum.consensus().orElse(heavier)).isEqualTo(heavier);
            assertThat(right.equals(wrong) && quorum.consensus().isPresent()).isFalse();
        });
    }

    @Test
    void scoresRiseByOneAndFallByAThird() {
        assertThat(new WorkerScore(10).afterRight(true)).isEqualTo(new WorkerScore(11));
        assertThat(new WorkerScore(10).afterRight(false)).isEqualTo(new WorkerScore(10));
        assertThat(new WorkerScore(10).afterWrong()).isEqualTo(new WorkerScore(6));
        assertThat(WorkerScore.NONE.afterWrong()).isEqualTo(WorkerScore.NONE);
        assertThat(new WorkerScore(WorkerScore.VALUE_MAX).afterRight(true).value())
                .isEqualTo(WorkerScore.VALUE_MAX);
    }

    /** The theorem behind the cap: however a stake is split over names and scores, its weight does not grow. */
    @Test
    void identitiesDoNotMultiplyAStake() {
        Law.holds("identitiesDoNotMultiplyAStake", 2_000, random -> {
            WeightCap cap = new WeightCap(random.nextLong(1, 50));
            BigInteger product = BigInteger.ONE;
            long together = 0;
            for (int identity = 0; identity < random.nextInt(1, 40); identity++) {
                long stake = random.nextLong(200);
                together += stake;
                product = product.multiply(BigInteger.valueOf(cap.weight(score(random), stake)));
            }

            assertThat(product).isLessThanOrEqualTo(BigInteger.TWO.pow((int) (together / cap.unit())));
        });
    }

    @Test
    void trustCannotBeReachedWithLessStakeThanItTakes() {
        Law.holds("trustCannotBeReachedWithLessStakeThanItTakes", 1_000, random -> {
            WeightCap cap = new WeightCap(10);
            long trust = random.nextLong(2, 100_000);
            long left = cap.stakeToReach(trust).longValueExact() - 1;
            Quorum quorum = Quorum.of(trust);
            for (int identity = 0; identity < Quorum.VOTES_MAX && left > 0; identity++) {
                long stake = Math.min(left, random.nextLong(1, 60));
                left -= stake;
                long weight = cap.weight(score(random), stake);
                quorum = weight < Vote.WEIGHT_MIN ? quorum : quorum.with(vote(identity, WRONG, weight));
            }

            assertThat(quorum.consensus()).isEmpty();
        });
    }

    @Test
    void stakeToReachIsSevenUnitsForAHundred() {
        assertThat(new WeightCap(1_000).stakeToReach(100)).isEqualTo(7_000);
        assertThat(new WeightCap(1_000).stakeToReach(10_000)).isEqualTo(14_000);
        assertThat(new WeightCap(1_000).stakeToReach(2)).isEqualTo(1_000);
    }

    @Test
    void capLeavesARichWorkersScoreAlone() {
        assertThat(new WeightCap(1).weight(new WorkerScore(90), Long.MAX_VALUE)).isEqualTo(29);
        assertThat(new WeightCap(100).weight(new WorkerScore(90), 399)).isEqualTo(8);
        assertThat(new WeightCap(100).weight(new WorkerScore(90), 99)).isEqualTo(1);
    }

    @Test
    void contributionIsThatOfTheSpecification() {
        Contribution contribution = Contribution.of(Vectors.BLOCK, address(1), Vectors.ROOT);

        assertThat(contribution.resultHash().hex())
                .isEqualTo("5c193713214fa9e78a402d69105d8a98ce3a529f0b2fa3ac2c02ef47663327f9");
        assertThat(contribution.seal().hex())
                .isEqualTo("2d0a22f6a1b05d492424f54837ca40c9f2d900ae130c85cac7d82543f7ee5f90");
    }

    @Test
    void copiedContributionCannotBeOpenedByItsCopier() {
        Contribution copied = Contribution.of(Vectors.BLOCK, address(1), RIGHT);

        assertThat(copied.opens(Vectors.BLOCK, address(1), RIGHT)).isTrue();
        assertThat(copied.opens(Vectors.BLOCK, address(2), RIGHT)).isFalse();
        assertThat(copied.opens(Vectors.BLOCK, address(1), WRONG)).isFalse();
        assertThat(copied.opens(Vectors.ROOT, address(1), RIGHT)).isFalse();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Quorum one = Quorum.of(100).with(vote(1, RIGHT, 2));

        assertThatThrownBy(() -> one.with(vote(1, WRONG, 2))).hasMessageContaining("votes once");
        assertThatThrownBy(() -> vote(1, RIGHT, 1)).hasMessageContaining("takes one unit of stake");
        assertThatThrownBy(() -> Quorum.of(1)).hasMessageContaining("this is 1");
        assertThatThrownBy(() -> Quorum.of(Quorum.TRUST_MAX + 1)).hasMessageContaining("1000000001");
        assertThatThrownBy(() -> Quorum.unopposed(100, 1)).hasMessageContaining("this weighs 1");
        assertThatThrownBy(() -> new WeightCap(0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new WeightCap(1).weight(WorkerScore.NONE, -1)).hasMessageContaining("this is -1");
        assertThatThrownBy(() -> new WorkerScore(-1)).hasMessageContaining("this is -1");
    }

    @Test
    void votesHaveALimit() {
        Quorum quorum = Quorum.of(Quorum.TRUST_MAX);
        for (int vote = 0; vote < Quorum.VOTES_MAX; vote++) {
            quorum = quorum.with(vote(vote, Law.address(vote).equals(address(0)) ? RIGHT : WRONG, 2));
        }
        Quorum full = quorum;

        assertThatThrownBy(() -> full.with(vote(99, RIGHT, 2))).hasMessageContaining("at most 64");
    }

    private static WorkerScore score(RandomGenerator random) {
        return new WorkerScore(random.nextInt(random.nextBoolean() ? 12 : 1_000));
    }

    private static Vote vote(int worker, Hash result, long weight) {
        return new Vote(address(worker), address(10_000 + worker), result, weight);
    }
}
