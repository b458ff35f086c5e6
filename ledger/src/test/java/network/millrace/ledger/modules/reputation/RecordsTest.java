package network.millrace.ledger.modules.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import network.millrace.ledger.Person;
import network.millrace.ledger.Seed;
import network.millrace.ledger.state.Keyspace;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.reputation.v1.Params;
import network.millrace.protocol.reputation.v1.Record;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The pure rules of reputation. */
class RecordsTest {
    private static final Seed SEED = Seed.of(RecordsTest.class);
    private static final Params PARAMS = ReputationParams.in(new Keyspace(200)).defaults();
    private static final long DAY_MS = 86_400_000;

    private final Address provider = Person.called("ada").address();
    private final Record newcomer = Records.newcomer(provider, PARAMS, 0);

    @Test
    void aNewcomerIsBelowTheMiddle() {
        assertThat(newcomer.getScorePpm()).isEqualTo(400_000).isLessThan(500_000);
    }

    @Test
    void leasesKeptRaiseAndLeasesBrokenLowerTheScore() {
        Record kept = Records.kept(newcomer, million(1), PARAMS);
        Record broken = Records.broken(kept, million(1), PARAMS);

        // (1 x 0.4 + 1) / 2, then three million more below the line.
        assertThat(kept.getScorePpm()).isEqualTo(700_000);
        assertThat(broken.getScorePpm()).isEqualTo(280_000);
        assertThat(broken.getLeasesKept()).isEqualTo(1);
        assertThat(broken.getLeasesBroken()).isEqualTo(1);
    }

    @Test
    void thousandFreeLeasesAreWorthNothing() {
        Record record = newcomer;
        for (int i = 0; i < 1_000; i++) {
            record = Records.kept(record, BigInteger.ZERO, PARAMS);
        }

        assertThat(record.getScorePpm()).isEqualTo(newcomer.getScorePpm());
    }

    @Test
    void whatAPairMayGiveIsCapped() {
        assertThat(Records.capped(million(20), "0", PARAMS)).isEqualTo(million(10));
        assertThat(Records.capped(million(4), "7000000", PARAMS)).isEqualTo(million(3));
        assertThat(Records.capped(million(4), "12000000", PARAMS)).isZero();
    }

    @Test
    void everyWeightReachesZero() {
        Decay decay = Decay.between(0, 10_000 * DAY_MS, DAY_MS, 6);

        assertThat(decay.of(million(1))).isZero();
        assertThat(decay.of(BigInteger.ONE)).isZero();
    }

    @Test
    void halfIsForgottenInAboutSixWeeks() {
        Decay decay = Decay.between(0, 44 * DAY_MS, DAY_MS, 6);

        assertThat(decay.of(million(1)).longValueExact()).isBetween(499_000L, 501_000L);
    }

    @Test
    void timeDoesNotRunBackwards() {
        assertThatThrownBy(() -> Decay.between(1, 0, DAY_MS, 6)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoDoesNoMoreWorkReturnsToThePrior() {
        Record star = Records.kept(newcomer, million(100), PARAMS);
        Record sinner = Records.broken(newcomer, million(100), PARAMS);

        assertThat(Records.decayed(star, PARAMS, 5_000 * DAY_MS).getScorePpm()).isEqualTo(400_000);
        assertThat(Records.decayed(sinner, PARAMS, 5_000 * DAY_MS).getScorePpm())
                .isEqualTo(400_000);
    }

    @RepeatedTest(20)
    void howOftenARecordIsReadDoesNotChangeHowItDecays() {
        Record record = Records.kept(newcomer, weight(), PARAMS);
        record = Records.broken(record, weight(), PARAMS);
        Record stepwise = record;
        long nowMs = 0;
        for (int i = 0; i < 10; i++) {
            nowMs += SEED.below((int) (3 * DAY_MS));
            stepwise = Records.decayed(stepwise, PARAMS, nowMs);
        }

        assertThat(stepwise).isEqualTo(Records.decayed(record, PARAMS, nowMs));
    }

    @RepeatedTest(20)
    void scoresStayWithinTheScale() {
        Record record = newcomer;
        for (int i = 0; i < 20; i++) {
            record = SEED.oneIn(3) ? Records.broken(record, weight(), PARAMS) : Records.kept(record, weight(), PARAMS);
            assertThat(record.getScorePpm()).isBetween(0, 1_000_000);
        }
    }

    private static BigInteger million(long times) {
        return BigInteger.valueOf(times * 1_000_000);
    }

    private static BigInteger weight() {
        return new BigInteger(1, SEED.bytes(1 + SEED.below(10)));
    }
}
