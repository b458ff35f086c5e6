package network.millrace.agent.bidding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.millrace.agent.inventory.Inventory;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;
import org.junit.jupiter.api.Test;

class ScreeningTest {

    private static final OrderTerms TERMS = OrderTerms.getDefaultInstance();
    private static final GroupSpec GROUP = Fixtures.group(1_000, 1_024);

    private final Inventory empty = Inventory.empty(Fixtures.machine());

    @Test
    void pricesWhatItWouldServe() {
        Verdict verdict = Fixtures.screening(Filters.none()).screen(GROUP, TERMS, empty, "");

        assertThat(verdict).isInstanceOfSatisfying(Verdict.WouldBid.class, bid -> assertThat(bid.price())
                .isEqualTo(Price.ofWhole(Denom.UUSD, 14)));
    }

    @Test
    void tellsThatTheMachineIsTaken() {
        Inventory taken = empty.lease(Fixtures.order(1), Fixtures.amounts(3_500, 0, 0));

        assertThat(codes(Fixtures.screening(Filters.none()).screen(GROUP, TERMS, taken, "")))
                .containsExactly(MismatchCode.MISMATCH_CAPACITY_IN_USE);
    }

    @Test
    void tellsThatTheOrderPaysTooLittleOrInSomethingElse() {
        Screening screening = Fixtures.screening(Filters.none());

        assertThat(codes(screening.screen(paying(Price.ofWhole(Denom.UUSD, 13)), TERMS, empty, "")))
                .containsExactly(MismatchCode.MISMATCH_PRICE);
        assertThat(codes(screening.screen(paying(Price.ofWhole(Denom.UMIL, 99)), TERMS, empty, "")))
                .containsExactly(MismatchCode.MISMATCH_DENOM);
    }

    @Test
    void tellsThatTheProviderIsPaused() {
        Screening paused = Fixtures.screening(new Filters(Map.of(), Duration.ZERO, "maintenance"));

        assertThat(codes(paused.screen(GROUP, TERMS, empty, ""))).containsExactly(MismatchCode.MISMATCH_PAUSED);
        assertThat(codes(Fixtures.screening(Filters.none()).screen(GROUP, TERMS, empty, "runc is missing")))
                .containsExactly(MismatchCode.MISMATCH_PAUSED);
    }

    @Test
    void tellsThatTheOrderRunsTooLong() {
        Screening brief = Fixtures.screening(new Filters(Map.of(), Duration.ofHours(1), ""));

        assertThat(codes(brief.screen(GROUP, TERMS, empty, ""))).containsExactly(MismatchCode.MISMATCH_DURATION);
        assertThat(codes(brief.screen(GROUP, lasting(3_601), empty, "")))
                .containsExactly(MismatchCode.MISMATCH_DURATION);
        assertThat(brief.screen(GROUP, lasting(3_600), empty, "")).isInstanceOf(Verdict.WouldBid.class);
    }

    @Test
    void tellsThatItWantsAnAttributeInTheOrder() {
        Screening choosy = Fixtures.screening(new Filters(Map.of("tier", "pro"), Duration.ZERO, ""));

        assertThat(codes(choosy.screen(GROUP, TERMS, empty, ""))).containsExactly(MismatchCode.MISMATCH_ATTRIBUTE);
    }

    @Test
    void tellsThatItRunsOneInstanceOnly() {
        GroupSpec two = GROUP.toBuilder()
                .setResources(0, GROUP.getResources(0).toBuilder().setCount(2))
                .build();

        Verdict verdict = Fixtures.screening(Filters.none()).screen(two, TERMS, empty, "");

        assertThat(codes(verdict)).containsExactly(MismatchCode.MISMATCH_WORKLOAD_SHAPE);
        assertThat(((Verdict.WouldNot) verdict).isPassing())
                .as("will not change by waiting")
                .isFalse();
    }

    @Test
    void namesEveryReasonAtOnce() {
        Screening paused = Fixtures.screening(new Filters(Map.of("tier", "pro"), Duration.ofHours(1), "maintenance"));

        assertThat(codes(paused.screen(paying(Price.ofWhole(Denom.UUSD, 1)), TERMS, empty, "")))
                .contains(
                        MismatchCode.MISMATCH_PAUSED,
                        MismatchCode.MISMATCH_ATTRIBUTE,
                        MismatchCode.MISMATCH_DURATION,
                        MismatchCode.MISMATCH_PRICE);
    }

    private static GroupSpec paying(Price price) {
        return GROUP.toBuilder()
                .setResources(0, GROUP.getResources(0).toBuilder().setPrice(price.toProto()))
                .build();
    }

    private static OrderTerms lasting(long seconds) {
        return OrderTerms.newBuilder().setExpectedDurationS(seconds).build();
    }

    private static List<MismatchCode> codes(Verdict verdict) {
        return switch (verdict) {
            case Verdict.WouldBid bid -> throw new AssertionError("would bid " + bid.price());
            case Verdict.WouldNot no ->
                no.reasons().stream().map(Mismatch::getCode).toList();
        };
    }
}
