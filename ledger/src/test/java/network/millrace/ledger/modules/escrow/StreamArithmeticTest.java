package network.millrace.ledger.modules.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.millrace.ledger.Seed;
import network.millrace.ledger.modules.escrow.Shares.Claim;
import network.millrace.protocol.money.Price;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The pure arithmetic of streams: nothing is lost, nothing is made. */
class StreamArithmeticTest {
    /** One for all rounds of all tests here, which run in a fixed order. */
    private static final Seed SEED = Seed.of(StreamArithmeticTest.class);

    private final Seed seed = SEED;
    private static final BigInteger UNIT = Accrual.unit(6_000);

    @Test
    void aRateBelowOnePerPeriodEarnsItsWholeSoonerOrLater() {
        BigInteger third = Price.SCALE.divide(BigInteger.valueOf(3));

        Accrual after = Accrual.of(third, 18_000, BigInteger.ZERO, UNIT);

        // A third cannot be written down exactly: 10^18 / 3 is rounded down once, in the price.
        assertThat(after.whole()).isEqualTo(BigInteger.ZERO);
        assertThat(Accrual.of(third, 1, after.remainder(), UNIT).whole()).isEqualTo(BigInteger.ONE);
    }

    @Test
    void billedTimeDoesNotRunBackwards() {
        assertThatThrownBy(() -> Accrual.of(BigInteger.ONE, -1, BigInteger.ZERO, UNIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("backwards by 1 ms");
    }

    @RepeatedTest(20)
    void settlingOftenOrSeldomComesToTheSame() {
        BigInteger rate = positive(seed, 90);
        BigInteger paid = BigInteger.ZERO;
        BigInteger carried = BigInteger.ZERO;
        long span = 0;
        for (int i = 0; i < 50; i++) {
            long step = seed.below(20_000);
            span += step;
            Accrual accrual = Accrual.of(rate, step, carried, UNIT);
            paid = paid.add(accrual.whole());
            carried = accrual.remainder();
        }

        Accrual atOnce = Accrual.of(rate, span, BigInteger.ZERO, UNIT);

        assertThat(paid).isEqualTo(atOnce.whole());
        assertThat(carried).isEqualTo(atOnce.remainder());
    }

    @RepeatedTest(20)
    void depletionIsTheFirstMillisecondAtWhichEverythingIsEarned() {
        BigInteger rate = positive(seed, 90);
        BigInteger balance = positive(seed, 50);
        BigInteger remainder = positive(seed, 70).mod(UNIT);

        long atMs = Depletion.atMs(1_000, balance, remainder, rate, UNIT);

        BigInteger all = balance.multiply(UNIT);
        if (atMs == Depletion.LATEST) {
            assertThat(owed(rate, Depletion.LATEST - 1_000, remainder)).isLessThan(all);
            return;
        }
        assertThat(owed(rate, atMs - 1_000, remainder)).isGreaterThanOrEqualTo(all);
        assertThat(owed(rate, atMs - 1_001, remainder)).isLessThan(all);
    }

    @Test
    void withoutAStreamNothingRunsDry() {
        assertThat(Depletion.atMs(5, BigInteger.TEN, BigInteger.ZERO, BigInteger.ZERO, UNIT))
                .isEqualTo(Depletion.NONE);
    }

    @Test
    void theLastMicroUnitGoesToTheEarlierOfEqualStreams() {
        List<Claim> claims = List.of(claim(UNIT, 1), claim(UNIT, 1), claim(UNIT, 1));

        assertThat(Shares.split(BigInteger.TWO, claims, UNIT))
                .containsExactly(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);
    }

    @Test
    void whatIsShortIsSharedByRate() {
        // Earned 30 and 90, there are 100: each gives up in proportion to its rate, 5 and 15.
        List<Claim> claims = List.of(
                claim(UNIT.multiply(BigInteger.valueOf(30)), 1), claim(UNIT.multiply(BigInteger.valueOf(90)), 3));

        assertThat(Shares.split(BigInteger.valueOf(100), claims, UNIT))
                .containsExactly(BigInteger.valueOf(25), BigInteger.valueOf(75));
    }

    @Test
    void sharingMoreThanWasEarnedIsABrokenBook() {
        assertThatThrownBy(() -> Shares.split(BigInteger.TWO, List.of(claim(UNIT, 1)), UNIT))
                .isInstanceOf(IllegalStateException.class);
    }

    @RepeatedTest(30)
    void everyMicroUnitIsSharedAndNobodyIsOffByOne() {
        int lastMs = 1 + seed.below(1_000_000);
        var claims = new ArrayList<Claim>();
        BigInteger total = BigInteger.ZERO;
        BigInteger rates = BigInteger.ZERO;
        for (int i = 1 + seed.below(9); i > 0; i--) {
            BigInteger rate = positive(seed, 85);
            BigInteger earned = rate.multiply(BigInteger.valueOf(1 + seed.below(lastMs)))
                    .add(positive(seed, 60).mod(UNIT));
            claims.add(new Claim(earned, rate));
            total = total.add(earned);
            rates = rates.add(rate);
        }
        // There is as much as was earned a part of a millisecond ago, in whole micro-units.
        BigInteger available =
                total.subtract(rates).add(BigInteger.ONE).add(UNIT).divide(UNIT);
        if (total.compareTo(available.multiply(UNIT)) < 0) {
            available = total.divide(UNIT);
        }

        List<BigInteger> shares = Shares.split(available, claims, UNIT);

        assertThat(shares.stream().reduce(BigInteger.ZERO, BigInteger::add)).isEqualTo(available);
        for (int at = 0; at < claims.size(); at++) {
            BigInteger most = claims.get(at).earned().divide(UNIT).add(BigInteger.ONE);
            assertThat(shares.get(at)).isBetween(BigInteger.ZERO, most);
        }
    }

    private static BigInteger owed(BigInteger rate, long spanMs, BigInteger remainder) {
        return rate.multiply(BigInteger.valueOf(spanMs)).add(remainder);
    }

    private static Claim claim(BigInteger earned, long rate) {
        return new Claim(earned, UNIT.multiply(BigInteger.valueOf(rate)));
    }

    private static BigInteger positive(Seed seed, int bits) {
        return new BigInteger(1, seed.bytes(bits / 8)).add(BigInteger.ONE);
    }
}
