package network.millrace.agent.bidding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.agent.testkit.Property;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.MismatchCode;
import org.junit.jupiter.api.Test;

class BidMachineTest {

    private static final Offer OFFER =
            new Offer(Fixtures.group(1_000, 512), Price.ofWhole(Denom.UUSD, 5), Fixtures.amounts(1_000, 512, 0), 1_000);
    private static final Verdict.WouldNot NO =
            new Verdict.WouldNot(List.of(Filters.mismatch(MismatchCode.MISMATCH_PRICE, "too cheap")));

    private static final List<BidEvent> EVENTS = List.of(
            new BidEvent.Open(OFFER),
            new BidEvent.Unwanted(NO),
            new BidEvent.Found(OFFER),
            new BidEvent.Over("closed"),
            new BidEvent.Accepted(),
            new BidEvent.Refused("full"),
            new BidEvent.Unanswered("silence"),
            new BidEvent.Awarded(),
            new BidEvent.Expired(),
            new BidEvent.Unwelcome("no room"));

    @Test
    void reservesBeforeItSends() {
        BidMachine.Step step = BidMachine.step(BidMachine.seen().state(), new BidEvent.Open(OFFER));

        assertThat(step.actions()).containsExactly(new BidAction.Reserve(OFFER), new BidAction.Send(OFFER));
    }

    @Test
    void keepsTheReasonForNotBidding() {
        BidMachine.Step step = BidMachine.step(BidMachine.seen().state(), new BidEvent.Unwanted(NO));

        assertThat(step.state()).isEqualTo(new BidState.Ended("too cheap"));
        assertThat(step.actions()).containsExactly(new BidAction.NoteRefusal(NO));
    }

    @Test
    void anUnansweredBidKeepsItsReservationAndAsks() {
        BidMachine.Step step = BidMachine.step(new BidState.Sending(OFFER), new BidEvent.Unanswered("silence"));

        assertThat(step.state()).isEqualTo(new BidState.Unsure(OFFER));
        assertThat(step.actions()).containsExactly(new BidAction.Read());
    }

    @Test
    void aRefusedBidIsAskedAboutBeforeItsReservationGoes() {
        BidMachine.Step refused = BidMachine.step(new BidState.Sending(OFFER), new BidEvent.Refused("has bid already"));
        BidMachine.Step found = BidMachine.step(refused.state(), new BidEvent.Found(OFFER));
        BidMachine.Step absent = BidMachine.step(refused.state(), new BidEvent.Open(OFFER));

        assertThat(found.state()).isEqualTo(new BidState.Standing(OFFER));
        assertThat(found.actions()).isEmpty();
        assertThat(absent.actions()).singleElement().isInstanceOf(BidAction.Release.class);
    }

    @Test
    void aLostBidGivesItsReservationBack() {
        BidMachine.Step step = BidMachine.step(new BidState.Standing(OFFER), new BidEvent.Over("outbid"));

        assertThat(step.actions()).containsExactly(new BidAction.Release("outbid"));
    }

    @Test
    void anAwardKeepsTheReservation() {
        assertThat(BidMachine.step(new BidState.Standing(OFFER), new BidEvent.Awarded()))
                .isEqualTo(new BidMachine.Step(new BidState.Won(OFFER), List.of()));
    }

    @Test
    void anOrderHoldsAReservationExactlyInTheStatesThatSaySo() {
        Property.holds("bid machine", 2_000, BidMachineTest::oneLife);
    }

    private static void oneLife(RandomGenerator random) {
        boolean isRemembered = random.nextBoolean();
        BidMachine.Step step = isRemembered ? BidMachine.remembered(OFFER) : BidMachine.seen();
        boolean held = isRemembered;
        for (int i = 0; i < 30; i++) {
            BidState before = step.state();
            step = BidMachine.step(before, EVENTS.get(random.nextInt(EVENTS.size())));
            for (BidAction action : step.actions()) {
                held = switch (action) {
                    case BidAction.Reserve _ -> true;
                    case BidAction.Release _ -> {
                        assertThat(held).as("only what is held is given back").isTrue();
                        yield false;
                    }
                    case BidAction.Send _, BidAction.Withdraw _ -> {
                        assertThat(held)
                                .as("nothing is promised without a reservation")
                                .isTrue();
                        yield true;
                    }
                    case BidAction.Read _, BidAction.NoteRefusal _ -> held;
                };
            }
            assertThat(held).as(step.state().toString()).isEqualTo(step.state().holdsReservation());
            if (before.isOver()) {
                assertThat(step.state()).as("what is over stays over").isEqualTo(before);
            }
        }
    }
}
