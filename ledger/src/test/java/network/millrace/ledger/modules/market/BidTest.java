package network.millrace.ledger.modules.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import network.millrace.ledger.Person;
import network.millrace.protocol.cosmos.base.v1beta1.DecCoin;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgCreateBidResponse;
import network.millrace.protocol.market.v1.ResourceOffer;
import network.millrace.protocol.matching.Quantities;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.provider.v1.MsgUpdateProvider;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.protocol.resources.v1.Capacity;
import org.junit.jupiter.api.Test;

/** What a bid must be, and what becomes of it before the award. */
class BidTest {
    private static final long DEPOSIT = 100_000;

    private final TestMarket market = TestMarket.withProviders();
    private final OrderId order = market.order(1);

    @Test
    void bidAboveTheCeilingIsRefused() {
        String sentence = market.refuse(market.ada, bid(101), MarketError.PRICE_INVALID);

        assertThat(sentence).contains("at most 100uusd").contains("came 101uusd");
    }

    @Test
    void bidAtTheCeilingIsAccepted() {
        market.accept(market.ada, bid(100));

        assertThat(market.bidOf(market.ada, order).getState()).isEqualTo(Bid.State.OPEN);
    }

    @Test
    void bidForNothingIsRefused() {
        market.refuse(market.ada, bid(0), MarketError.PRICE_INVALID);
    }

    @Test
    void bidInAnotherDenominationIsRefused() {
        MsgCreateBid other = bid(10).toBuilder()
                .setPrice(Price.ofWhole(Denom.UMIL, 10).toProto())
                .build();

        market.refuse(market.ada, other, MarketError.PRICE_INVALID);
    }

    @Test
    void aPriceThatIsNoNumberIsRefusedByTheKernel() {
        MsgCreateBid broken = bid(10).toBuilder()
                .setPrice(DecCoin.newBuilder().setDenom("uusd").setAmount("1e3"))
                .build();

        var result = market.net.send(market.ada, broken);

        assertThat(result.getCode()).isNotZero();
        assertThat(result.getLog()).contains("1e3");
    }

    @Test
    void bidOnAnUnknownOrderIsRefused() {
        MsgCreateBid bid =
                bid(10).toBuilder().setOrder(market.orderId(99, 1, 1).toProto()).build();

        market.refuse(market.ada, bid, MarketError.ORDER_UNKNOWN);
    }

    @Test
    void bidOnAClosedOrderIsRefused() {
        MsgCreateBid late = bid(10);
        market.accept(market.tenant, market.closeDeployment(1));

        assertThat(market.refuse(market.ada, late, MarketError.ORDER_NOT_OPEN)).contains("CLOSED");
    }

    @Test
    void bidOnAnAwardedOrderIsRefused() {
        market.bid(market.ada, order, 10);
        market.endWindow();

        market.refuse(market.ben, market.bidMessage(market.ben, order, 5), MarketError.ORDER_NOT_OPEN);
    }

    @Test
    void bidByWhoIsNotRegisteredIsRefused() {
        OrderId other = new OrderId(market.tenant.address(), 1, 1, 1);
        MsgCreateBid own = market.bidMessage(market.tenant, other, 10);

        market.refuse(market.tenant, own, MarketError.OWN_ORDER);
        Person stranger = market.stranger();
        market.refuse(stranger, market.bidMessage(stranger, other, 10), MarketError.PROVIDER_NOT_REGISTERED);
    }

    @Test
    void aSecondBidOnTheSameOrderIsRefused() {
        market.bid(market.ada, order, 20);

        assertThat(market.refuse(market.ada, bid(10), MarketError.BID_EXISTS)).contains("OPEN");
    }

    @Test
    void offersMustCoverIdCountAndSizes() {
        MsgCreateBid bid = bid(10);

        refuseOffer(bid.toBuilder().clearResourcesOffer().build(), "the offer has 0");
        refuseOffer(changed(bid, offer -> offer.getResourceBuilder().setId(2)), "no offer for resource unit 1");
        refuseOffer(changed(bid, offer -> offer.setCount(2)), "wanted 1 times; offered are 2");
        refuseOffer(
                changed(bid, offer -> offer.getResourceBuilder().getCpuBuilder().setUnits(Quantities.write(999))),
                "wants 1000 of CPU");
        refuseOffer(
                changed(
                        bid,
                        offer -> offer.getResourceBuilder().getMemoryBuilder().setQuantity(Quantities.write(1))),
                "of memory");
    }

    @Test
    void offeringMoreThanOneOwnsIsRefused() {
        MsgCreateBid bid = changed(
                bid(10), offer -> offer.getResourceBuilder().getCpuBuilder().setUnits(Quantities.write(65_000)));

        String sentence = market.refuse(market.ada, bid, MarketError.DOES_NOT_MATCH);

        assertThat(sentence).contains("the offer").contains("65 cores").contains("64");
    }

    @Test
    void aGroupLargerThanTheProviderIsRefused() {
        var big = TestMarket.group("big", 100).toBuilder();
        big.getResourcesBuilder(0).setCount(65);
        market.accept(market.tenant, market.deployment(2, 1_000_000, big.build()));

        MsgCreateBid bid = market.bidMessage(market.ada, market.orderId(2, 1, 1), 10);

        assertThat(market.refuse(market.ada, bid, MarketError.DOES_NOT_MATCH)).contains("65 cores");
    }

    @Test
    void reservedFieldsAreRefused() {
        market.refuse(market.ada, bid(10).toBuilder().addDeviceList("gpu0").build(), MarketError.BID_FIELD_RESERVED);
        market.refuse(market.ada, bid(10).toBuilder().setCommitmentS(1).build(), MarketError.BID_FIELD_RESERVED);
        market.refuse(
                market.ada,
                bid(10).toBuilder()
                        .setSealedCommitment(ByteString.copyFromUtf8("x"))
                        .build(),
                MarketError.BID_FIELD_RESERVED);
        market.refuse(market.ada, bid(10).toBuilder().setStandby(true).build(), MarketError.BID_FIELD_RESERVED);
    }

    @Test
    void theDepositGrowsWithThePrice() {
        market.accept(market.tenant, market.deployment(2, 1_000_000, TestMarket.group("dear", 10_000)));
        OrderId dear = market.orderId(2, 1, 1);
        MsgCreateBid bid = market.bidMessage(market.ada, dear, 1_000);

        String sentence = market.refuse(market.ada, bid, MarketError.DEPOSIT_TOO_LOW);

        assertThat(sentence).contains("at least 600000uusd").contains("came 100000uusd");
        market.accept(
                market.ada,
                bid.toBuilder()
                        .setDeposit(Money.of(Denom.UUSD, 600_000).toProto())
                        .build());
    }

    @Test
    void theDepositIsSetAsideAndComesBackWhenTheOrderCloses() {
        long paid = market.gain(market.ada, () -> market.bid(market.ada, order, 10));
        assertThat(paid).isEqualTo(-DEPOSIT);

        long back = market.gain(market.ada, () -> market.accept(market.tenant, market.closeDeployment(1)));

        assertThat(back).isEqualTo(DEPOSIT);
        assertThat(market.bidOf(market.ada, order).getLossReason()).isEqualTo(LossReason.ORDER_CLOSED);
    }

    @Test
    void withdrawingFromAnOpenOrderCostsPartOfTheDepositAndAllowsAnotherBid() {
        market.bid(market.ada, order, 50);

        long gain = market.gain(
                market.ada, () -> market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.WITHDRAWN)));

        assertThat(gain).isEqualTo(DEPOSIT * 9 / 10);
        Bid withdrawn = market.bidOf(market.ada, order);
        assertThat(withdrawn.getState()).isEqualTo(Bid.State.CLOSED);
        assertThat(withdrawn.getLossReason()).isEqualTo(LossReason.BID_WITHDRAWN);
        market.bid(market.ada, order, 40);
        assertThat(market.bidOf(market.ada, order).getState()).isEqualTo(Bid.State.OPEN);
    }

    @Test
    void anOpenBidEndsForNoOtherReasonThanWithdrawal() {
        market.bid(market.ada, order, 50);

        market.refuse(
                market.ada, market.closeBid(order, market.ada, CloseReason.IMAGE_MISSING), MarketError.BAD_REASON);
    }

    @Test
    void closingABidTwiceIsRefused() {
        market.bid(market.ada, order, 50);
        market.accept(market.ada, market.closeBid(order, market.ada, CloseReason.WITHDRAWN));

        market.refuse(market.ada, market.closeBid(order, market.ada, CloseReason.WITHDRAWN), MarketError.BID_NOT_OPEN);
        market.refuse(market.ben, market.closeBid(order, market.ben, CloseReason.WITHDRAWN), MarketError.BID_UNKNOWN);
    }

    @Test
    void aFullBookGivesItsWorstPlaceToANewcomerThatIsOnePercentCheaper() {
        TestMarket small = TestMarket.withProviders(params -> params.setOrderBidsMax(2));
        OrderId full = small.order(1);
        small.bid(small.ada, full, 100);
        small.bid(small.ben, full, 50);
        MsgCreateBid almost = small.bidMessage(small.cleo, full, 99).toBuilder()
                .setPrice(Price.parse(Denom.UUSD, "99.000000000000000001").toProto())
                .build();
        assertThat(small.refuse(small.cleo, almost, MarketError.BOOK_FULL)).contains("100 basis points");

        long kept = small.gain(small.ada, () -> {
            var result = small.bid(small.cleo, full, 99);
            var response = (MsgCreateBidResponse) MessageTypes.unpack(result.getResponses(0));
            assertThat(response.getEvicted().getProvider())
                    .isEqualTo(small.ada.address().toString());
        });

        assertThat(kept).isEqualTo(DEPOSIT * 9 / 10);
        assertThat(small.bidOf(small.ada, full).getLossReason()).isEqualTo(LossReason.EVICTED);
        assertThat(small.order(full).getOpenBids()).isEqualTo(2);
        small.bid(small.ada, full, 40);
        assertThat(small.bidOf(small.cleo, full).getLossReason()).isEqualTo(LossReason.EVICTED);
    }

    @Test
    void aProviderThatNoLongerMatchesIsPassedOver() {
        market.bid(market.ada, order, 10);
        market.bid(market.ben, order, 20);
        var registration = TestMarket.registration(market.ada);
        market.accept(
                market.ada,
                MsgUpdateProvider.newBuilder()
                        .setOwner(registration.getOwner())
                        .setEndpoint(registration.getEndpoint())
                        .addAllFingerprints(registration.getFingerprintsList())
                        .setCapacity(Capacity.newBuilder().setCpuMillis(100).setMemoryBytes(1L << 40))
                        .build());

        market.endWindow();

        Bid passedOver = market.bidOf(market.ada, order);
        assertThat(passedOver.getState()).isEqualTo(Bid.State.LOST);
        assertThat(passedOver.getLossReason()).isEqualTo(LossReason.NO_LONGER_MATCHES);
        assertThat(passedOver.getLossText()).contains("0.1");
        assertThat(market.lease(order, market.ben).getAttempt()).isEqualTo(1);
    }

    private MsgCreateBid bid(long price) {
        return market.bidMessage(market.ada, order, price);
    }

    private void refuseOffer(MsgCreateBid bid, String sentence) {
        assertThat(market.refuse(market.ada, bid, MarketError.OFFER_INVALID)).contains(sentence);
    }

    private static MsgCreateBid changed(MsgCreateBid bid, Consumer<ResourceOffer.Builder> change) {
        var changed = bid.toBuilder();
        change.accept(changed.getResourcesOfferBuilder(0));
        return changed.build();
    }
}
