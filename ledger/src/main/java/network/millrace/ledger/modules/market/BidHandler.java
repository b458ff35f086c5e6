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
import network.millrace.ledger.modules.escrow.Payment;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.BidWindowOpened;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgCloseBidResponse;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgCreateBidResponse;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.MsgLeaseReadyResponse;
import network.millrace.protocol.market.v1.MsgWithdrawLease;
import network.millrace.protocol.market.v1.MsgWithdrawLeaseResponse;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;

/** What providers say: one method a message. */
final class BidHandler {
    private static final int BASIS_POINTS = 10_000;
    private static final int TEXT_BYTES_MAX = 512;
    private static final int DIGESTS_MAX = 100;
    private static final int DIGEST_BYTES_MAX = 256;

    private final MarketState state;
    private final Escrow escrow;
    private final Bidders bidders;
    private final Awards awards;
    private final Endings endings;

    BidHandler(MarketState state, Escrow escrow, Bidders bidders, Awards awards, Endings endings) {
        this.state = state;
        this.escrow = escrow;
        this.bidders = bidders;
        this.awards = awards;
        this.endings = endings;
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
            case ACTIVE -> endLease(message, context, id.lease());
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

    private void endLease(MsgCloseBid message, Context context, LeaseId id) {
        Lease lease = state.leases.get(context, id).orElseThrow();
        CloseReason reason = message.getReason();
        unless(
                Reasons.mayProviderGive(reason, lease.getState()),
                MarketError.BAD_REASON,
                "a provider cannot end a lease that is %s with reason %s",
                lease.getState(),
                reason);
        var ending = new Ending(reason, message.getText(), message.getProvider());
        if (Leases.isAwarded(lease)) {
            requireWait(context, lease, reason);
            awards.fail(context, id, lease, ending);
            return;
        }
        Group group = state.groups.get(context, id.order().group()).orElseThrow();
        endings.pause(context, id.order().group(), group, ending);
    }

    /** A tenant has half of the time there is to send its manifest before anyone may say that it did not. */
    private void requireWait(Context context, Lease lease, CloseReason reason) {
        if (reason != CloseReason.NO_MANIFEST) {
            return;
        }
        long fromMs = lease.getReadyByBilledMs() - state.params.get(context).getReadyTimeoutMs() / 2;
        unless(
                context.billedMs() >= fromMs,
                MarketError.TOO_EARLY,
                "NO_MANIFEST can be given when half of the time to become ready has passed; wait %s ms more",
                fromMs - context.billedMs());
    }

    /** The workload runs: from now on it is paid. */
    MsgLeaseReadyResponse ready(MsgLeaseReady message, Context context) {
        LeaseId id = OrderId.of(message.getOrder()).lease(Address.parse(message.getProvider()));
        Lease lease = lease(context, id);
        unless(
                Leases.isAwarded(lease),
                MarketError.LEASE_STATE,
                "lease %s is %s; only an AWARDED one becomes ready",
                id,
                lease.getState());
        checkDigests(message.getDigestsList());
        Lease ready = Leases.ready(lease, message.getDigestsList(), context);
        state.save(context, ready);
        escrow.openStream(context, id, Price.of(ready.getPrice()));
        awards.settled(context, order(context, id.order()));
        context.emit(LeaseReady.newBuilder()
                .setId(ready.getId())
                .addAllDigests(ready.getDigestsList())
                .build());
        return MsgLeaseReadyResponse.getDefaultInstance();
    }

    /** Pays what the lease has earned so far. */
    MsgWithdrawLeaseResponse withdraw(MsgWithdrawLease message, Context context) {
        LeaseId id = OrderId.of(message.getOrder()).lease(Address.parse(message.getProvider()));
        Lease lease = lease(context, id);
        unless(
                Leases.isActive(lease),
                MarketError.LEASE_STATE,
                "lease %s is %s; only an ACTIVE one earns, and the end of a lease pays by itself",
                id,
                lease.getState());
        Payment payment = escrow.withdraw(context, id);
        var denom = new Denom(lease.getPrice().getDenom());
        return MsgWithdrawLeaseResponse.newBuilder()
                .setPaid(new Money(denom, payment.paid()).toProto())
                .setFee(new Money(denom, payment.fee()).toProto())
                .build();
    }

    private static void checkDigests(List<String> digests) {
        unless(
                digests.size() <= DIGESTS_MAX,
                MarketError.BAD_TEXT,
                "at most %s digests are reported; came %s",
                DIGESTS_MAX,
                digests.size());
        for (String digest : digests) {
            int bytes = digest.getBytes(StandardCharsets.UTF_8).length;
            unless(
                    bytes <= DIGEST_BYTES_MAX,
                    MarketError.BAD_TEXT,
                    "a digest is written as service=sha256:…, in at most %s bytes; it has %s",
                    DIGEST_BYTES_MAX,
                    bytes);
        }
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

    private Lease lease(Context context, LeaseId id) {
        return state.leases
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.LEASE_UNKNOWN, "there is no lease " + id));
    }
}
