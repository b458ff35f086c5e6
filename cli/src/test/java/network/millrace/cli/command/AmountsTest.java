package network.millrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How people write money, and how it is shown to them. */
class AmountsTest {
    private static final Duration PERIOD = Duration.ofSeconds(6);

    @ParameterizedTest
    @CsvSource({
        "5usd, 5000000uusd",
        "5 usd, 5000000uusd",
        "0.5usd, 500000uusd",
        "0.000001usd, 1uusd",
        "2500000uusd, 2500000uusd",
        "10mil, 10000000umil"
    })
    void wholeUnitsAndMicroUnitsMeanTheSame(String written, String meant) {
        assertThat(Amounts.parse(written)).isEqualTo(Money.parse(meant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000001usd", "5", "usd", "", "-1usd", "1.5uusd", "1.usd"})
    void whatIsNoAmountIsRefused(String written) {
        assertThatThrownBy(() -> Amounts.parse(written)).isInstanceOf(MalformedException.class);
    }

    @Test
    void whatIsShownCanBeWrittenBack() {
        Money money = Money.parse("4990001uusd");

        assertThat(Amounts.parse(Amounts.text(money))).isEqualTo(money);
    }

    @ParameterizedTest
    @CsvSource({"100, 43.20 usd", "36.00125, 15.55 usd", "0.001, 0.00043 usd", "1000000, 432000.00 usd"})
    void aPriceForAPeriodIsAlsoOneForAMonth(String price, String month) {
        assertThat(Amounts.monthly(Price.parse(new Denom("uusd"), price), PERIOD))
                .isEqualTo(month);
    }
}
