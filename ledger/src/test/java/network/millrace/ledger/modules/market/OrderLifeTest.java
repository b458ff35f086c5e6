package network.millrace.ledger.modules.market;

import static network.millrace.ledger.modules.market.TestMarket.events;
import static network.millrace.ledger.modules.market.TestMarket.onlyEvent;
import static org.assertj.core.api.Assertions.assertThat;

import network.millrace.ledger.TestLedger;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.BidLost;
import network.millrace.protocol.market.v1.BidRanked;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.MsgCloseDeploymentResponse;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.Party;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.registry.MessageTypes;
import org.junit.jupiter.api.Test;

/** One order from opening to bill, step by step. */
class OrderLifeTest {
    private final TestMarket market = TestMarket.withProviders();

    @Test
    void oneOrderFromOpeningToBill() {
        OrderId order = market.order(1);
        market.bid(market.ada, order, 12);
        market.bid(market.ben, order, 10);
        assertThat(market.order(order).getOpenBids()).isEqualTo(2);

        var award = market.endWindow();

        onlyEvent(award.getEndEventsList(), LeaseAwarded.class, awarded -> assertThat(
                        awarded.getId().getProvider())
                .isEqualTo(market.ben.address().toString()));
        assertThat(market.lease(order, market.ben).getState()).isEqualTo(Lease.State.AWARDED);
        assertThat(market.order(order).getState()).isEqualTo(Order.State.MATCHED);

        market.ready(order, market.ben);
        assertThat(market.lease(order, market.ben).getState()).isEqualTo(Lease.State.ACTIVE);

        market.passMs(60_000);
        var closed = market.accept(market.tenant, market.closeDeployment(1));

        var bill = (MsgCloseDeploymentResponse) MessageTypes.unpack(closed.getResponses(0));
        // 61 seconds at 10 per 6 seconds; 5 % of 101 goes to the treasury, its fraction stays with the provider.
        assertThat(bill.getDeposited()).isEqualTo("1000000");
        assertThat(bill.getPaid()).isEqualTo("96");
        assertThat(bill.getFee()).isEqualTo("5");
        assertThat(bill.getRefunded()).isEqualTo("999899");
        Lease lease = market.lease(order, market.ben);
        assertThat(lease.getState()).isEqualTo(Lease.State.CLOSED);
        assertThat(lease.getCloseReason()).isEqualTo(CloseReason.OWNER);
        assertThat(lease.getFault()).isEqualTo(Party.PARTY_NOBODY);
        assertThat(lease.getClosedBy()).isEqualTo(market.tenant.address().toString());
        assertThat(lease.getPaid()).isEqualTo("96");
        assertThat(lease.getFee()).isEqualTo("5");
        assertThat(market.deployment(1).getState()).isEqualTo(Deployment.State.CLOSED);
        assertThat(market.escrow(1).getAccount().getState()).isEqualTo(Account.State.CLOSED);
    }

    @Test
    void everyLoserLearnsWhyAndGetsItsDepositBackWhenTheWinnerIsReady() {
        OrderId order = market.order(1);
        long before = market.uusd(market.ada).value().longValueExact();
        market.bid(market.ada, order, 12);
        market.bid(market.ben, order, 10);

        var award = market.endWindow();

        onlyEvent(award.getEndEventsList(), BidRanked.class, ranked -> {
            assertThat(ranked.getRank()).isEqualTo(2);
            assertThat(ranked.getReason()).isEqualTo(LossReason.LOWER_SCORE);
        });
        Bid standing = market.bidOf(market.ada, order);
        assertThat(standing.getState()).isEqualTo(Bid.State.OPEN);
        assertThat(standing.getLossText())
                .isEqualTo(
                        "lower score: 75.0 of 100 points (50.0 for the price 12uusd, 10.0 for hardware, 5.0 for the place, 10.0 for"
                                + " reliability); the winner " + market.ben.address()
                                + " has 85.0 (60.0 for the price 10uusd, 10.0 for hardware, 5.0 for the place, 10.0 for reliability)");

        var ready = market.ready(order, market.ben);

        onlyEvent(ready.getEventsList(), BidLost.class, lost -> {
            assertThat(lost.getReason()).isEqualTo(LossReason.LOWER_SCORE);
            assertThat(lost.getScorePpm()).isPositive();
            assertThat(lost.getText()).isEqualTo(standing.getLossText());
        });
        assertThat(market.bidOf(market.ada, order).getState()).isEqualTo(Bid.State.LOST);
        assertThat(market.uusd(market.ada).value().longValueExact()).isEqualTo(before);
    }

    @Test
    void theAwardComesWithTheFirstBlockAtTheEndOfTheWindow() {
        OrderId order = market.order(1);
        market.bid(market.ada, order, 10);
        long endsMs = market.order(order).getBidWindowEndsMs();
        assertThat(market.net.ledger().nextDeadlineMs()).isEqualTo(endsMs);

        market.net.passMs(endsMs - market.net.timeMs() - 1).block();
        assertThat(market.order(order).getState()).isEqualTo(Order.State.OPEN);

        // A block takes a second by itself.
        market.net.passMs(1 - 1_000);
        assertThat(market.net.timeMs()).isEqualTo(endsMs);
        var block = market.net.block();

        assertThat(events(block.getEndEventsList(), LeaseAwarded.class)).hasSize(1);
    }

    @Test
    void aBidInTheBlockThatEndsTheWindowCounts() {
        OrderId order = market.order(1);
        market.bid(market.ada, order, 12);
        market.net.passMs(TestMarket.WINDOW_MS);

        var result = market.bid(market.ben, order, 10);

        assertThat(TestLedger.eventNames(result)).contains("BidCreated");
        assertThat(market.lease(order, market.ben).getState()).isEqualTo(Lease.State.AWARDED);
    }

    @Test
    void anOrderWithoutBidsWaitsAndItsFirstBidOpensAWindowOfItsOwn() {
        OrderId order = market.order(1);
        market.endWindow();
        assertThat(market.order(order).getState()).isEqualTo(Order.State.OPEN);
        assertThat(market.net.ledger().nextDeadlineMs())
                .isEqualTo(market.order(order).getExpiresMs());

        market.bid(market.ada, order, 50);
        market.bid(market.ben, order, 20);
        assertThat(market.order(order).getState()).isEqualTo(Order.State.OPEN);
        market.endWindow();

        assertThat(market.lease(order, market.ben).getState()).isEqualTo(Lease.State.AWARDED);
    }

    @Test
    void anOrderThatNobodyServesExpiresWithARefund() {
        OrderId order = market.order(1);
        long before = market.uusd(market.tenant).value().longValueExact();

        market.net.passMs(3_600_000).block();

        assertThat(market.order(order).getState()).isEqualTo(Order.State.CLOSED);
        assertThat(market.order(order).getCloseReason()).isEqualTo(CloseReason.ORDER_EXPIRED);
        assertThat(market.deployment(1).getState()).isEqualTo(Deployment.State.CLOSED);
        assertThat(market.uusd(market.tenant).value().longValueExact()).isEqualTo(before + 1_000_000);
        assertThat(market.net.ledger().nextDeadlineMs()).isZero();
    }

    @Test
    void aSecondOrderOfAGroupCostsItsFeeHoweverItIsOpened() {
        OrderId order = market.awarded(1, market.ada);
        Amount before = market.treasury();

        market.accept(market.tenant, market.closeLease(order, market.ada));

        assertThat(market.treasury().minus(before)).isEqualTo(Amount.of(1_000));
        assertThat(market.openOrders()).containsExactly(market.orderId(1, 1, 2));
    }

    @Test
    void whoCannotPayTheNextOrderCanEndTheLeaseAllTheSame() {
        OrderId order = market.active(1, market.ada);
        Money all = new Money(Denom.UUSD, market.uusd(market.tenant));
        market.accept(
                market.tenant,
                MsgSend.newBuilder()
                        .setFromAddress(market.tenant.address().toString())
                        .setToAddress(market.ben.address().toString())
                        .addAmount(all.toProto())
                        .build());

        market.accept(market.tenant, market.closeLease(order, market.ada));

        assertThat(market.lease(order, market.ada).getState()).isEqualTo(Lease.State.CLOSED);
        assertThat(market.group(1, 1).getState()).isEqualTo(Group.State.PAUSED);
        assertThat(market.openOrders()).isEmpty();
    }
}
