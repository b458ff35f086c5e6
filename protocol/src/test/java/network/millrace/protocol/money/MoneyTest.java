package network.millrace.protocol.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.List;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.Property;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    private static final String GREATEST = "340282366920938463463374607431768211455";

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "999999999999999999", "1000000000000000000", "9223372036854775808", GREATEST})
    void digitsSurviveReadingAndWriting(String digits) {
        assertThat(Amount.parse(digits)).hasToString(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                "01",
                "1.0",
                " 1",
                "1e3",
                "٣",
                "0x1",
                "340282366920938463463374607431768211456",
                "9999999999999999999999999999999999999999"
            })
    void whatIsNoAmountIsRefused(String digits) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Amount.parse(digits))
                .withMessageContaining("whole number in decimal digits");
    }

    @Test
    void arithmeticBeyondTheRangeNamesTheNumbers() {
        Amount greatest = Amount.parse(GREATEST);

        assertThatExceptionOfType(AmountException.class)
                .isThrownBy(() -> greatest.plus(Amount.of(1)))
                .withMessageContaining("below 2^128");
        assertThatExceptionOfType(AmountException.class)
                .isThrownBy(() -> Amount.of(5).minus(Amount.of(6)))
                .withMessage("cannot take 6 from 5");
        assertThatExceptionOfType(AmountException.class).isThrownBy(() -> greatest.times(2));
        assertThat(greatest.share(10_000, 10_000)).isEqualTo(greatest);
    }

    @Test
    void shareAndRestMakeTheWhole() {
        Property.holds("shareAndRestMakeTheWhole", 200, random -> {
            Amount whole = Amount.of(random.nextLong(Long.MAX_VALUE));
            long points = random.nextLong(10_001);
            Amount share = whole.share(points, 10_000);

            assertThat(share.plus(whole.minus(share))).isEqualTo(whole);
            assertThat(share.times(10_000).value())
                    .isLessThanOrEqualTo(whole.value().multiply(BigInteger.valueOf(points)));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "1abc", "u mil", "umil;", "ümil"})
    void whatIsNoDenominationIsRefused(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> new Denom(text));
    }

    @Test
    void moneyIsReadWithItsDenomination() {
        assertThat(Money.parse("5000000uusd")).isEqualTo(Money.of(Denom.UUSD, 5_000_000));
        assertThat(Money.of(Money.parse("7umil").toProto())).hasToString("7umil");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Money.parse("uusd"))
                .withMessageContaining("such as 5000000uusd");
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Money.parse("5"));
    }

    @Test
    void denominationsAreNeverMixed() {
        assertThatExceptionOfType(AmountException.class)
                .isThrownBy(() -> Money.of(Denom.UMIL, 1).plus(Money.of(Denom.UUSD, 1)))
                .withMessageContaining("denominations differ");
    }

    @Test
    void coinsMustBeSortedOnceEachAndPositive() {
        Coin one = Money.of(Denom.UMIL, 1).toProto();
        Coin other = Money.of(Denom.UUSD, 1).toProto();

        assertThat(Coins.ofProto(List.of(one, other)).amountOf(Denom.UUSD)).isEqualTo(Amount.of(1));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Coins.ofProto(List.of(other, one)));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Coins.ofProto(List.of(one, one)));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Coins.ofProto(List.of(Money.zero(Denom.UMIL).toProto())));
        assertThat(Coins.of(Money.parse("2uusd"), Money.parse("1umil"), Money.parse("3uusd")))
                .hasToString("1umil,5uusd");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,0",
        "25,25000000000000000000,25",
        "0.025,25000000000000000,0.025",
        "1.500,1500000000000000000,1.5",
        "0.000000000000000001,1,0.000000000000000001",
    })
    void pricesAreScaledByTenToTheEighteenth(String decimal, String scaled, String shown) {
        Price price = Price.parse(Denom.UUSD, decimal);

        assertThat(price.toProto().getAmount()).isEqualTo(scaled);
        assertThat(Price.of(price.toProto())).isEqualTo(price);
        assertThat(price).hasToString(shown + "uusd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "5.", ".5", "-1", "+1", "1e3", "1.0000000000000000001", "1_000", "0x1"})
    void whatIsNoPriceIsRefused(String decimal) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Price.parse(Denom.UUSD, decimal))
                .withMessageContaining("at most 18 digits");
    }

    @Test
    void costSaysWhichWayItRounds() {
        Price price = Price.parse(Denom.UMIL, "0.025");

        assertThat(price.costRoundedUp(41)).isEqualTo(Money.of(Denom.UMIL, 2));
        assertThat(price.costRoundedDown(41)).isEqualTo(Money.of(Denom.UMIL, 1));
        assertThat(price.costRoundedUp(40)).isEqualTo(price.costRoundedDown(40)).isEqualTo(Money.of(Denom.UMIL, 1));
    }

    @Test
    void priceBeyondTheRangeIsRefused() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Price.parse(Denom.UUSD, "340282366920938463463374607431768211456"));
        assertThatExceptionOfType(AmountException.class)
                .isThrownBy(() -> Price.parse(Denom.UUSD, GREATEST).times(2));
    }
}
