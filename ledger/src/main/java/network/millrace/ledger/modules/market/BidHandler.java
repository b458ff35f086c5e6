package network.millrace.ledger.modules.market;

import static network.millrace.ledger.kernel.Rejection.unless;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.modules.escrow.Escrow;
import network.millrace.ledger.modules.escrow.EscrowId;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.BidWindowOpened;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgCloseBidResponse;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgCreateBidResponse;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;

/** What providers say of bids: one method a message. */
final class BidHandler {
    private static final int BASIS_POINTS = 10_000;
    private static final int TEXT_BYTES_MAX = 512;

    private final MarketState state;
    private final Escrow escrow;
    private final Bidders bidders;
    private final Endings endings;
    private final ServingHandler serving;

    BidHandler(MarketState state, Escrow escrow, Bidders bidders, Endings endings, ServingHandler serving) {
        this.state = state;
        this.escrow = escrow;
        this.bidders = bidders;
        this.endings = endings;
        this.serving = serving;
    }

    MsgCreateBidResponse create(MsgCreateBid message, Context context) {
        Address provider = Address.parse(message.getProvider());
        OrderId orderId = OrderId.of(message.getOrder());
        Order order = order(context, orderId);
        Params params = state.params.get(context);
        unless(
                Orders.isOpen(order),
                MarketError.ORDER_NOT_OPEN,
                "order %s is %s; bids are taken while it is OPEN",
                orderId,
                order.getState());
        checkBidder(context, order, orderId.bid(provider));
        checkReserved(message);
        Price price = checkPrice(order, message);
        checkOffer(context, order, provider, message);
        checkDeposit(price, Money.of(message.getDeposit()), params);

        Optional<Bid> evicted = makeRoom(context, order, price, params);
        Bid bid = Bids.open(orderId.bid(provider), message, context);
        state.save(context, bid);
        escrow.open(context, EscrowId.of(orderId.bid(provider)), provider, Money.of(message.getDeposit()));
        Order counted = Orders.withOpenBids(order, evicted.isPresent() ? 0 : 1);
        state.save(context, isStale(order, context) ? openWindow(context, counted, params) : counted);
        context.emit(BidCreated.newBuilder()
                .setId(bid.getId())
                .setPrice(bid.getPrice())
                .build());
        var response = MsgCreateBidResponse.newBuilder();
        evicted.ifPresent(out -> response.setEvicted(out.getId()));
        return response.build();
    }

    private void checkBidder(Context context, Order order, BidId id) {
        unless(
                !id.provider().equals(id.owner()),
                MarketError.OWN_ORDER,
                "%s owns order %s and cannot bid on it",
                id.owner(),
                id.order());
        unless(
                bidders.registered(context, id.provider()).isPresent(),
                MarketError.PROVIDER_NOT_REGISTERED,
                "%s is not a registered provider; register before bidding",
                id.provider());
        unless(
                !Orders.hasFailed(order, id.provider()),
                MarketError.PROVIDER_FAILED_BEFORE,
                "%s was awarded order %s before and did not keep it",
                id.provider(),
                id.order());
        Optional<Bid> before = state.bids.get(context, id);
        unless(
                before.isEmpty() || Bids.mayBeRepeated(before.get()),
                MarketError.BID_EXISTS,
                "%s has a bid on order %s already, which is %s",
                id.provider(),
                id.order(),
                before.map(bid -> bid.getState().name()).orElse(""));
    }

    private static void checkReserved(MsgCreateBid message) {
        boolean unused = message.getDeviceListCount() == 0
                && message.getCommitmentS() == 0
                && message.getSealedCommitment().isEmpty()
                && !message.getStandby();
        unless(
                unused,
                MarketError.BID_FIELD_RESERVED,
                "device_list, commitment_s, sealed_commitment and standby are reserved and must be empty today");
    }

    private static Price checkPrice(Order order, MsgCreateBid message) {
        Price price = Price.of(message.getPrice());
        Price most = Price.of(order.getPriceMax());
        boolean valid = price.denom().equals(most.denom()) && !price.isZero() && price.compareWith(most) <= 0;
        unless(
                valid,
                MarketError.PRICE_INVALID,
                "the price for the whole group is more than nothing and at most %s per pricing period; came %s",
                most,
                price);
        return price;
    }

    private void checkOffer(Context context, Order order, Address address, MsgCreateBid message) {
        Optional<String> shortfall = Offers.shortfall(order.getSpec(), message.getResourcesOfferList());
        unless(shortfall.isEmpty(), MarketError.OFFER_INVALID, "%s", shortfall.orElse(""));
        Provider provider = bidders.registered(context, address).orElseThrow();
        requireMatch("the order", order.getSpec(), order, provider);
        requireMatch("the offer", Offers.offered(order, message.getResourcesOfferList()), order, provider);
    }

    private static void requireMatch(String what, GroupSpec group, Order order, Provider provider) {
        List<Mismatch> mismatches = Bidders.mismatches(group, order.getTerms(), provider);
        unless(
                mismatches.isEmpty(),
                MarketError.DOES_NOT_MATCH,
                "the registration of %s does not cover %s: %s",
                provider.getOwner(),
                what,
                String.join("; ", mismatches.stream().map(Mismatch::getText).toList()));
    }

    private static void checkDeposit(Price price, Money deposit, Params params) {
        Money least = BidDeposits.least(price, params);
        unless(
                deposit.denom().equals(least.denom()) && deposit.covers(least),
                MarketError.DEPOSIT_TOO_LOW,
                "a bid of %s sets aside at least %s; came %s",
                price,
                least,
                deposit);
    }

    /** In a full book the worst bid goes, if the newcomer is better enough. */
    private Optional<Bid> makeRoom(Context context, Order order, Price price, Params params) {
        if (order.getOpenBids() < params.getOrderBidsMax()) {
            return Optional.empty();
        }
        Bid worst = worst(context, OrderId.of(order.getId()));
        Price worstPrice = Price.of(worst.getPrice());
        boolean undercuts =
                price.times(BASIS_POINTS).compareWith(worstPrice.times(BASIS_POINTS - params.getUndercutBasisPoints()))
                        <= 0;
        unless(
                undercuts,
                MarketError.BOOK_FULL,
                "the order has %s bids, the most it may; a newcomer must be %s basis points below the worst, %s; came %s",
                order.getOpenBids(),
                params.getUndercutBasisPoints(),
                worstPrice,
                price);
        String text = "a bid of " + price + " took the place in the full book";
        endings.evict(context, BidId.of(worst.getId()), worst, Loss.without(LossReason.EVICTED, text));
        return Optional.of(worst);
    }

    /** The highest price; among equals the last by provider. */
    private Bid worst(Context context, OrderId order) {
        var open = new ArrayList<Bid>();
        for (var row : state.bidsOn(context, order)) {
            if (Bids.isOpen(row.value())) {
                open.add(row.value());
            }
        }
        return open.reversed().stream()
                .max(Comparator.comparing(bid -> Price.of(bid.getPrice()).scaled()))
                .orElseThrow();
    }

    /** Whether the window ended while nobody had bid: then the first bid opens another, so that others have a chance. */
    private static boolean isStale(Order order, Context context) {
        return Orders.isAwardedByLedger(order)
                && order.getOpenBids() == 0
                && context.timeMs() >= order.getBidWindowEndsMs();
    }

    private static Order openWindow(Context context, Order order, Params params) {
        Order opened = Orders.withNewWindow(order, params, context);
        context.emit(BidWindowOpened.newBuilder()
                .setId(opened.getId())
                .setBidWindowEndsMs(opened.getBidWindowEndsMs())
                .build());
        return opened;
    }

    /** Takes an open bid back, or ends the lease it became. */
    MsgCloseBidResponse close(MsgCloseBid message, Context context) {
        BidId id = OrderId.of(message.getOrder()).bid(Address.parse(message.getProvider()));
        Bid bid = state.bids
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.BID_UNKNOWN, "there is no bid " + id));
        checkText(message.getText());
        switch (bid.getState()) {
            case OPEN -> withdraw(message, context, id, bid);
            case ACTIVE -> serving.end(message, context, id.lease());
            case LOST, CLOSED, STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new Rejection(MarketError.BID_NOT_OPEN, "bid " + id + " is " + bid.getState() + " already");
        }
        return MsgCloseBidResponse.getDefaultInstance();
    }

    private void withdraw(MsgCloseBid message, Context context, BidId id, Bid bid) {
        CloseReason reason = message.getReason();
        unless(
                reason == CloseReason.WITHDRAWN || reason == CloseReason.CLOSE_REASON_UNSPECIFIED,
                MarketError.BAD_REASON,
                "a bid that is no lease is taken back with reason WITHDRAWN or none; came %s",
                reason);
        endings.withdraw(context, id, bid, order(context, id.order()));
    }

    private static void checkText(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        unless(
                bytes <= TEXT_BYTES_MAX,
                MarketError.BAD_TEXT,
                "the text of a reason may have %s bytes; it has %s",
                TEXT_BYTES_MAX,
                bytes);
    }

    private Order order(Context context, OrderId id) {
        return state.orders
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.ORDER_UNKNOWN, "there is no order " + id));
    }
}
