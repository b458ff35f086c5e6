package network.millrace.agent.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.millrace.agent.testkit.Fixtures;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import org.junit.jupiter.api.Test;

class PricingTest {

    private static final Denom DENOM = Denom.UUSD;

    @Test
    void addsUpExactlyAndRoundsUpOnce() {
        Pricing pricing = new Pricing(rates(price("0.000000000000000001"), price("0")));

        assertThat(pricing.of(Fixtures.amounts(1, 0, 0)))
                .as("a thousandth of the smallest step")
                .isEqualTo(price("0.000000000000000001"));
        assertThat(pricing.of(Fixtures.amounts(1_000, 0, 0))).isEqualTo(price("0.000000000000000001"));
        assertThat(pricing.of(Fixtures.amounts(1_001, 0, 0))).isEqualTo(price("0.000000000000000002"));
    }

    @Test
    void isLinearInEachAmount() {
        Pricing pricing = new Pricing(Fixtures.rates());

        assertThat(pricing.of(Fixtures.amounts(2_500, 512, 0))).isEqualTo(price("27"));
    }

    @Test
    void asksAtLeastTheMinimum() {
        assertThat(new Pricing(rates(price("1"), price("3"))).of(Fixtures.amounts(10, 0, 0)))
                .isEqualTo(price("3"));
    }

    @Test
    void refusesRatesOfDifferentDenominations() {
        assertThatThrownBy(() -> rates(Price.ofWhole(Denom.UMIL, 1), price("0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("umil");
    }

    private static Rates rates(Price core, Price minimum) {
        Price zero = price("0");
        return new Rates(DENOM, core, zero, zero, zero, zero, zero, minimum);
    }

    private static Price price(String decimal) {
        return Price.parse(DENOM, decimal);
    }
}
