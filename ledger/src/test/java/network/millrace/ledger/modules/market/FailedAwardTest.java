package network.millrace.ledger.modules.market;

import static network.millrace.ledger.modules.market.TestMarket.onlyEvent;
import static org.assertj.core.api.Assertions.assertThat;

import network.millrace.ledger.Person;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.BidWindowOpened;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.MsgStartGroup;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.Party;
import network.millrace.protocol.reputation.v1.QueryRecordRequest;
import network.millrace.protocol.reputation.v1.QueryRecordResponse;
import network.millrace.protocol.reputation.v1.Record;
import org.junit.jupiter.api.Test;

/** What happens when an award comes to nothing, and who pays for it. */
class FailedAwardTest {
    private static final long READY_TIMEOUT_MS = 300_000;
    private static final long DEPOSIT = 100_000;

    private final TestMarket market = TestMarket.withProviders();

    @Test
    void notReadyInTimeLosesTheDepositAndTheNextBidIsAwardedAtOnce() {
        OrderId order = market.awarded(1, market.ada, market.ben, market.cleo);
        long lapsesMs = market.lease(order, market.ada).getReadyByMs();
        assertThat(market.net.ledger().nextDeadlineMs()).isEqualTo(lapsesMs);

        long gain = market.gain(market.ada, () -> market.passMs(READY_TIMEOUT_MS));

        assertThat(gain).isZero();
        Lease failed = market.lease(order, market.ada);
        assertThat(failed.getState()).isEqualTo(Lease.State.CLOSED);
        assertThat(failed.getCloseReason()).isEqualTo(CloseReason.NOT_READY_IN_TIME);
        assertThat(failed.getFault()).isEqualTo(Party.PARTY_PROVIDER);
        assertThat(failed.getClosedBy()).isEmpty();
        Lease next = market.lease(order, market.ben);
        assertThat(next.getState()).isEqualTo(Lease.State.AWARDED);
        assertThat(next.getAttempt()).isEqualTo(2);
        assertThat(market.order(order).getFailedProvidersList())
                .containsExactly(market.ada.address().toString());
        assertThat(record(market.ada).getLeasesBroken()).isEqualTo(1);
        assertThat(record(market.ada).getScorePpm())
                .isLessThan(record(market.ben).getScorePpm());
    }

    @Test
    void aLeaseThatPaidAndEndedWellIsRemembered() {
        OrderId order = market.active(1, market.ada);
        market.passMs(20 * 60_000);

        market.accept(market.tenant, market.closeLease(order, market.ada));

        // Some 1,201 seconds at 10 per period; the fee of 5 % is the weight.
        assertThat(record(market.ada).getLeasesKept()).isEqualTo(1);
        assertThat(record(market.ada).getWeightKept()).isEqualTo("100");
        assertThat(record(market.ada).getScorePpm())
                .isGreaterThan(record(market.ben).getScorePpm());
    }

    @Test
    void theTreasuryGetsTheForfeitedDeposit() {
        market.awarded(1, market.ada);
        long before = treasury();

        market.passMs(READY_TIMEOUT_MS);

        assertThat(treasury() - before).isEqualTo(DEPOSIT);
    }

    @Test
    void aNetworkThatStoodStillCostsNobodyADeposit() {
        OrderId order = market.awarded(1, market.ada);

        market.net.passMs(24 * 3_600_000L).block();

        assertThat(market.lease(order, market.ada).getState()).isEqualTo(Lease.State.AWARDED);
        market.ready(order, market.ada);
        assertThat(market.lease(order, market.ada).getState()).isEqualTo(Lease.State.ACTIVE);
    }

    @Test
    void readyInTheBlockThatLapsesCounts() {
        OrderId order = market.awarded(1, market.ada);
        market.passMs(READY_TIMEOUT_MS - 2_000);

        market.ready(order, market.ada);

        assertThat(market.lease(order, market.ada).getState()).isEqualTo(Lease.State.ACTIVE);
    }

    @Test
    void givingUpCostsTheWholeDeposit() {
        OrderId order = market.awarded(1, market.ada, market.ben);
        long before = treasury();

        var result = market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.RUNTIME_FAILED));

        assertThat(treasury() - before).isEqualTo(DEPOSIT);
        onlyEvent(result.getEventsList(), LeaseClosed.class, closed -> {
            assertThat(closed.getReason()).isEqualTo(CloseReason.RUNTIME_FAILED);
            assertThat(closed.getFault()).isEqualTo(Party.PARTY_PROVIDER);
            assertThat(closed.getText()).isEqualTo("because");
        });
        assertThat(market.lease(order, market.ben).getState()).isEqualTo(Lease.State.AWARDED);
    }

    @Test
    void withoutAnotherBidTheOrderTakesBidsAnewButNotFromTheOneThatFailed() {
        OrderId order = market.awarded(1, market.ada);

        var result = market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.UNSTABLE));

        onlyEvent(result.getEventsList(), BidWindowOpened.class, opened -> assertThat(opened.getBidWindowEndsMs())
                .isEqualTo(market.order(order).getBidWindowEndsMs()));
        assertThat(market.order(order).getState()).isEqualTo(Order.State.OPEN);
        String sentence =
                market.refuse(market.ada, market.bidMessage(market.ada, order, 5), MarketError.PROVIDER_FAILED_BEFORE);
        assertThat(sentence).contains("did not keep it");
        market.bid(market.ben, order, 20);
        market.endWindow();
        assertThat(market.lease(order, market.ben).getState()).isEqualTo(Lease.State.AWARDED);
    }

    @Test
    void afterTheLastAttemptTheGroupStopsUntilItIsStartedAgain() {
        OrderId order = market.awarded(1, market.ada, market.ben, market.cleo);
        for (Person provider : new Person[] {market.ada, market.ben, market.cleo}) {
            market.accept(provider, market.closeBid(order, provider, CloseReason.UNSTABLE));
        }

        assertThat(market.order(order).getState()).isEqualTo(Order.State.CLOSED);
        assertThat(market.group(1, 1).getState()).isEqualTo(Group.State.PAUSED);
        assertThat(market.group(1, 1).getCloseReason()).isEqualTo(CloseReason.UNSTABLE);

        market.accept(
                market.tenant,
                MsgStartGroup.newBuilder()
                        .setOwner(market.tenant.address().toString())
                        .setDseq(1)
                        .setGseq(1)
                        .build());
        assertThat(market.order(market.orderId(1, 1, 2)).getState()).isEqualTo(Order.State.OPEN);
    }

    @Test
    void aTenantsFaultCostsNoDepositAndAsksTheNextProvider() {
        OrderId order = market.awarded(1, market.ada, market.ben);

        long gain = market.gain(
                market.ada,
                () -> market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.IMAGE_MISSING)));

        assertThat(gain).isEqualTo(DEPOSIT);
        assertThat(market.lease(order, market.ada).getFault()).isEqualTo(Party.PARTY_TENANT);
        assertThat(market.lease(order, market.ben).getState()).isEqualTo(Lease.State.AWARDED);
        assertThat(record(market.ada).getLeasesBroken()).isZero();
    }

    @Test
    void twoProvidersThatBlameTheTenantStopTheGroup() {
        OrderId order = market.awarded(1, market.ada, market.ben, market.cleo);
        market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.IMAGE_MISSING));

        long gain = market.gain(
                market.cleo,
                () -> market.accept(market.ben, market.closeBid(order, market.ben, CloseReason.WORKLOAD_EXITED)));

        assertThat(market.group(1, 1).getState()).isEqualTo(Group.State.PAUSED);
        assertThat(market.group(1, 1).getCloseReason()).isEqualTo(CloseReason.WORKLOAD_EXITED);
        assertThat(market.bidOf(market.cleo, order).getState()).isEqualTo(Bid.State.LOST);
        assertThat(gain).isEqualTo(DEPOSIT);
    }

    @Test
    void theOnlyProviderThatBlamesTheTenantStopsTheGroup() {
        OrderId order = market.awarded(1, market.ada);

        market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.IMAGE_MISSING));

        assertThat(market.group(1, 1).getState()).isEqualTo(Group.State.PAUSED);
        assertThat(market.order(order).getState()).isEqualTo(Order.State.CLOSED);
    }

    @Test
    void aRefutedClaimIsRememberedAndCostsNoDeposit() {
        OrderId order = market.awarded(1, market.ada, market.ben);
        market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.WORKLOAD_INVALID));

        long gain = market.gain(market.ada, () -> market.ready(order, market.ben));

        assertThat(gain).isZero();
        assertThat(record(market.ada).getLeasesBroken()).isEqualTo(1);
        assertThat(record(market.ben).getLeasesBroken()).isZero();
    }

    @Test
    void aMissingManifestIsNotRefutedBecauseItMayHaveComeLater() {
        OrderId order = market.awarded(1, market.ada, market.ben);
        market.passMs(READY_TIMEOUT_MS / 2);
        market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.NO_MANIFEST));

        market.ready(order, market.ben);

        assertThat(record(market.ada).getLeasesBroken()).isZero();
    }

    @Test
    void noManifestCanBeSaidOnlyWhenHalfTheTimeHasPassed() {
        OrderId order = market.awarded(1, market.ada);

        String sentence = market.refuse(
                market.ada, market.closeBid(order, market.ada, CloseReason.NO_MANIFEST), MarketError.TOO_EARLY);
        assertThat(sentence).contains("wait 149000 ms more");

        market.passMs(READY_TIMEOUT_MS / 2);
        market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.NO_MANIFEST));
        assertThat(market.lease(order, market.ada).getCloseReason()).isEqualTo(CloseReason.NO_MANIFEST);
    }

    @Test
    void whoStandsByMayWithdrawForNothing() {
        OrderId order = market.awarded(1, market.ada, market.ben);

        long gain = market.gain(
                market.ben, () -> market.accept(market.ben, market.closeBid(order, market.ben, CloseReason.WITHDRAWN)));

        assertThat(gain).isEqualTo(DEPOSIT);
        assertThat(market.order(order).getOpenBids()).isZero();
        assertThat(market.bidOf(market.ben, order).getState()).isEqualTo(Bid.State.CLOSED);
    }

    @Test
    void onlyAsManyStandByAsThereAreAwardsLeft() {
        TestMarket once = TestMarket.withProviders(params -> params.setAwardAttemptsMax(2));

        OrderId order = once.awarded(1, once.ada, once.ben, once.cleo);

        assertThat(once.bidOf(once.ben, order).getState()).isEqualTo(Bid.State.OPEN);
        assertThat(once.bidOf(once.cleo, order).getState()).isEqualTo(Bid.State.LOST);
        assertThat(once.order(order).getOpenBids()).isEqualTo(1);
    }

    @Test
    void aTenantWhoseChoiceFailsChoosesAgain() {
        OrderId order = market.orderToChoose(1);
        market.bid(market.ada, order, 10);
        market.bid(market.ben, order, 20);
        market.choose(order, market.ben);
        assertThat(market.bidOf(market.ada, order).getLossText()).contains("the tenant chose");

        market.accept(market.ben, market.closeBid(order, market.ben, CloseReason.UNSTABLE));

        assertThat(market.order(order).getState()).isEqualTo(Order.State.OPEN);
        market.choose(order, market.ada);
        assertThat(market.lease(order, market.ada).getAttempt()).isEqualTo(2);
    }

    private Record record(Person provider) {
        var request = QueryRecordRequest.newBuilder()
                .setProvider(provider.address().toString())
                .build();
        return ((QueryRecordResponse) market.net.ledger().query("reputation", "Record", request)).getRecord();
    }

    private long treasury() {
        return market.treasury().value().longValueExact();
    }
}
