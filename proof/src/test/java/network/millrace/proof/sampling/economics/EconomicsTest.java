package network.millrace.proof.sampling.economics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import network.millrace.proof.sampling.Law;
import network.millrace.proof.sampling.Vectors;
import network.millrace.proof.sampling.draw.Draws;
import network.millrace.proof.sampling.draw.Purpose;
import network.millrace.protocol.money.Amount;
import org.junit.jupiter.api.Test;

class EconomicsTest {
    private static final Fraction TENTH = Fraction.of(1, 10);

    @Test
    void fortySixStepsFindACheatOfATenthInNinetyNinePercent() {
        Fraction detection = Detection.ofShare(TENTH, 46);

        assertThat(detection)
                .isEqualTo(new Fraction(
                        new BigInteger("9921448327887210588166977422684709453939626959"), BigInteger.TEN.pow(46)));
        assertThat(detection).isGreaterThan(Fraction.of(99, 100));
        assertThat(Detection.ofShare(TENTH, 43)).isLessThan(Fraction.of(99, 100));
    }

    @Test
    void detectionIsThatOfTheReference() {
        assertThat(percent(Detection.ofShare(TENTH, 5))).isEqualTo(40);
        assertThat(percent(Detection.ofShare(TENTH, 22))).isEqualTo(90);
        assertThat(percent(Detection.ofShare(Fraction.of(1, 100), 230))).isEqualTo(90);
    }

    @Test
    void drawingWithoutReplacementSeesMore() {
        Law.holds("drawingWithoutReplacementSeesMore", 300, random -> {
            int steps = random.nextInt(1, 200);
            int faked = random.nextInt(steps + 1);
            int drawn = random.nextInt(60);

            Fraction exact = Detection.ofSteps(steps, faked, Math.min(drawn, steps));

            assertThat(exact)
                    .isGreaterThanOrEqualTo(Detection.ofShare(Fraction.of(faked, steps), Math.min(drawn, steps)));
            assertThat(exact.isShare()).isTrue();
        });
    }

    /** What makes the full cheat the worst case of the inequality. */
    @Test
    void partialCheatIsSeenAtLeastInProportionToItsGain() {
        for (int drawn = 1; drawn < 60; drawn++) {
            for (int percent = 0; percent <= 100; percent++) {
                Fraction faked = Fraction.of(percent, 100);

                assertThat(Detection.ofShare(faked, drawn)).isGreaterThanOrEqualTo(faked);
            }
        }
    }

    @Test
    void panelOfOneIsTheReferencesFormula() {
        Fraction seen = Fraction.of(3, 4);
        Fraction colluding = Fraction.of(1, 5);

        assertThat(Detection.byPanel(seen, colluding, 1)).isEqualTo(seen.times(colluding.complement()));
        assertThat(Detection.byPanel(seen, colluding, 2)).isEqualTo(Fraction.of(84, 100));
        assertThat(Detection.byPanel(Fraction.ONE, colluding, 3)).isEqualTo(Fraction.of(124, 125));
    }

    @Test
    void leastRatesAreThoseOfTheReference() {
        assertThat(jobWithSlash(10).leastRatePpm(Fraction.ONE)).hasValue(72_728);
        assertThat(jobWithSlash(20).leastRatePpm(Fraction.of(4, 5))).hasValue(47_620);
        assertThat(jobWithSlash(50).leastRatePpm(Fraction.of(4, 5))).hasValue(19_608);
    }

    @Test
    void leastRateIsTheLeastThatDeters() {
        Law.holds("leastRateIsTheLeastThatDeters", 3_000, random -> {
            JobTerms terms = new JobTerms(amount(random), amount(random), amount(random), amount(random));
            Fraction detection = Fraction.of(random.nextInt(101), 100);

            OptionalInt least = terms.leastRatePpm(detection);

            if (least.isEmpty()) {
                assertThat(terms.honestyPays(Fraction.ONE, detection)).isFalse();
                return;
            }
            assertThat(terms.honestyPays(Fraction.ofPpm(least.getAsInt()), detection))
                    .isTrue();
            if (least.getAsInt() > 0) {
                assertThat(terms.honestyPays(Fraction.ofPpm(least.getAsInt() - 1), detection))
                        .isFalse();
            }
        });
    }

    @Test
    void leastRateFallsWithTheStakeAndRisesWithThePrice() {
        int before = 1_000_001;
        for (int slash = 1; slash < 60; slash++) {
            int rate = jobWithSlash(slash).leastRatePpm(Fraction.ONE).orElseThrow();
            assertThat(rate).isLessThan(before);
            before = rate;
        }
        assertThat(new JobTerms(Amount.of(200), Amount.of(160), Amount.ZERO, Amount.of(1_000))
                        .leastRatePpm(Fraction.ONE)
                        .orElseThrow())
                .isGreaterThan(jobWithSlash(10).leastRatePpm(Fraction.ONE).orElseThrow());
    }

    @Test
    void noRateDetersWithoutStakeOrDetection() {
        JobTerms unpaid = new JobTerms(Amount.ZERO, Amount.of(80), Amount.ZERO, Amount.of(80));

        assertThat(unpaid.leastRatePpm(Fraction.ONE)).isEmpty();
        assertThat(jobWithSlash(10).leastRatePpm(Fraction.ZERO)).isEmpty();
        assertThatThrownBy(() -> jobWithSlash(1).leastRatePpm(Fraction.of(3, 2)))
                .hasMessageContaining("3/2");
    }

    @Test
    void newcomersAreAlwaysAudited() {
        AuditRecord record = AuditRecord.NONE;
        for (int pass = 0; pass < 10; pass++) {
            assertThat(record.rate(RatePolicy.STANDARD, 1)).isEqualTo(Fraction.ONE);
            record = record.afterPass();
        }
        assertThat(record.rate(RatePolicy.STANDARD, 1)).isEqualTo(TENTH);
    }

    @Test
    void rateFallsWithTheRecordDownToWhatTheStakeDemands() {
        AuditRecord record = AuditRecord.NONE;
        Fraction before = Fraction.ONE;
        for (int pass = 0; pass < 40; pass++) {
            Fraction rate = record.rate(RatePolicy.STANDARD, 72_728);
            assertThat(rate).isLessThanOrEqualTo(before).isGreaterThanOrEqualTo(Fraction.ofPpm(72_728));
            before = rate;
            record = record.afterPass();
        }
        assertThat(before).isEqualTo(Fraction.ofPpm(72_728));
        assertThat(record.rate(RatePolicy.STANDARD, 0)).isEqualTo(Fraction.of(1, 40));
        assertThat(record.afterFailure().rate(RatePolicy.STANDARD, 0)).isEqualTo(Fraction.ONE);
    }

    @Test
    void richestAndOldestIsAuditedAtTheFloor() {
        AuditRecord oldest = new AuditRecord(AuditRecord.PASSES_MAX);

        assertThat(oldest.afterPass()).isEqualTo(oldest);
        assertThat(oldest.rate(RatePolicy.STANDARD, 0)).isEqualTo(Fraction.of(1, 100));
    }

    @Test
    void auditsAreDrawnAtTheirRate() {
        int drawn = 0;
        for (int claim = 0; claim < 20_000; claim++) {
            Draws draws = Vectors.SEED.draws(Purpose.DECISION, claim);
            drawn += AuditRecord.isDrawn(draws, Fraction.of(1, 13)) ? 1 : 0;
        }

        assertThat(drawn).isBetween(1_538 - 120, 1_538 + 120);
        assertThat(AuditRecord.isDrawn(Vectors.SEED.draws(Purpose.DECISION, 0), Fraction.ONE))
                .isTrue();
        assertThat(AuditRecord.isDrawn(Vectors.SEED.draws(Purpose.DECISION, 0), Fraction.ZERO))
                .isFalse();
    }

    @Test
    void auditorNeedsNineteenFeesAtStakeWhenOneAuditInTwentyIsACanary() {
        Amount fee = Amount.of(1_000);
        Fraction canaries = Fraction.of(1, 20);

        Amount least = AuditorTerms.leastStake(fee, fee, canaries, Fraction.ONE);

        assertThat(least).isEqualTo(Amount.of(19_001));
        assertThat(new AuditorTerms(least, fee, fee).honestyPays(canaries, Fraction.ONE))
                .isTrue();
        assertThat(new AuditorTerms(Amount.of(19_000), fee, fee).honestyPays(canaries, Fraction.ONE))
                .isFalse();
        assertThatThrownBy(() -> AuditorTerms.leastStake(fee, fee, Fraction.ZERO, Fraction.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void auditorsLeastStakeIsTheLeast() {
        Law.holds("auditorsLeastStakeIsTheLeast", 2_000, random -> {
            Amount fee = Amount.of(random.nextInt(500));
            Amount cost = Amount.of(random.nextInt(500));
            Fraction canaries = Fraction.of(random.nextInt(1, 20), 20);
            Fraction seen = Fraction.of(random.nextInt(1, 10), 10);

            Amount least = AuditorTerms.leastStake(fee, cost, canaries, seen);

            assertThat(new AuditorTerms(least, fee, cost).honestyPays(canaries, seen))
                    .isTrue();
            if (least.isPositive()) {
                Amount less = least.minus(Amount.of(1));
                assertThat(new AuditorTerms(less, fee, cost).honestyPays(canaries, seen))
                        .isFalse();
            }
        });
    }

    @Test
    void slashIsTenPricesOrAPartOfTheStakeAndNeverMoreThanIt() {
        Penalties penalties = Penalties.STANDARD;

        assertThat(penalties.slash(Amount.of(100), Amount.of(5_000))).isEqualTo(Amount.of(1_000));
        assertThat(penalties.slash(Amount.of(100), Amount.of(100_000))).isEqualTo(Amount.of(5_000));
        assertThat(penalties.slash(Amount.of(100), Amount.of(700))).isEqualTo(Amount.of(700));
        assertThat(penalties.timeoutSlash(Amount.of(100), Amount.of(5_000))).isEqualTo(Amount.of(500));
        assertThat(penalties.leastLoss(Amount.of(100), Amount.of(5_000))).isEqualTo(Amount.of(500));
        assertThat(penalties.toWinner(Amount.of(1_001))).isEqualTo(Amount.of(500));
        assertThat(penalties.bond(Amount.of(10), Amount.of(2))).isEqualTo(Amount.of(15));
    }

    @Test
    void cheatThatChallengesItselfLosesByIt() {
        assertThatThrownBy(() -> new Penalties(10, 50_000, 250_000, 1_000_000, 200_000))
                .hasMessageContaining("who challenges itself loses nothing");
    }

    @Test
    void parametersOutOfBoundsAreRefused() {
        assertThatThrownBy(() -> new Penalties(0, 0, 0, 0, 0)).hasMessageContaining("from 1 to");
        assertThatThrownBy(() -> new Penalties(1, 1_000_001, 0, 0, 0)).hasMessageContaining("part of the stake");
        assertThatThrownBy(() -> new RatePolicy(0, 1)).hasMessageContaining("these are 0");
        assertThatThrownBy(() -> new RatePolicy(10, 0)).hasMessageContaining("this is 0");
        assertThatThrownBy(() -> new AuditRecord(-1)).hasMessageContaining("these are -1");
        assertThatThrownBy(() -> Detection.ofShare(Fraction.of(-1, 2), 4)).hasMessageContaining("-1/2");
        assertThatThrownBy(() -> Detection.ofShare(TENTH, 5_000)).hasMessageContaining("5000");
        assertThatThrownBy(() -> Detection.ofSteps(10, 11, 1)).hasMessageContaining("cannot be faked");
        assertThatThrownBy(() -> Detection.byPanel(TENTH, TENTH, 0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> Fraction.of(1, 0)).hasMessageContaining("not 0");
    }

    @Test
    void fractionsKeepOneSpelling() {
        assertThat(Fraction.of(2, -4)).isEqualTo(Fraction.of(-1, 2)).hasToString("-1/2");
        assertThat(Fraction.of(-7, 2).floor()).isEqualTo(-4);
        assertThat(Fraction.of(7, 2).floor()).isEqualTo(3);
        assertThat(Fraction.of(0, 9)).isEqualTo(Fraction.ZERO);
    }

    private static JobTerms jobWithSlash(int prices) {
        return new JobTerms(Amount.of(100), Amount.of(80), Amount.ZERO, Amount.of(100L * prices));
    }

    private static Amount amount(RandomGenerator random) {
        return Amount.of(random.nextInt(random.nextBoolean() ? 3 : 10_000));
    }

    private static int percent(Fraction fraction) {
        return fraction.times(Fraction.of(100, 1)).floor().intValueExact();
    }
}
