package network.millrace.ledger.modules.market;

import static network.millrace.protocol.market.v1.Order.State.CLOSED;
import static network.millrace.protocol.market.v1.Order.State.MATCHED;
import static network.millrace.protocol.market.v1.Order.State.OPEN;

import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.money.Price;

/** What an order can do. */
final class Orders {
    static final Moves<Order.State> MOVES = Moves.of("order", Order.State.class)
            .from(OPEN, List.of(MATCHED, CLOSED))
            // Matched again: the next bid after a failed provider.
            .from(MATCHED, List.of(MATCHED, OPEN, CLOSED));

    private Orders() {}

    static Order open(OrderId id, Group group, OrderTerms terms, Price priceMax, Params params, Context context) {
        return Order.newBuilder()
                .setId(id.toProto())
                .setState(OPEN)
                .setSpec(group.getSpec())
                .setTerms(terms)
                .setCreatedHeight(context.height())
                .setCreatedMs(context.timeMs())
                .setBidWindowEndsMs(context.timeMs() + params.getBidWindowMs())
                .setExpiresMs(context.timeMs() + params.getOrderLifetimeMs())
                .setPriceMax(priceMax.toProto())
                .build();
    }

    static boolean isOpen(Order order) {
        return order.getState() == OPEN;
    }

    static boolean isMatched(Order order) {
        return order.getState() == MATCHED;
    }

    static boolean isAwardedByLedger(Order order) {
        return order.getTerms().getAward() == OrderTerms.AwardMode.LEDGER;
    }

    /** When the ledger awards it: only once it has a bid, so that an order nobody bids on costs no block anything. */
    static Optional<Long> awardMs(Order order) {
        boolean waits = isOpen(order) && isAwardedByLedger(order) && order.getOpenBids() > 0;
        return waits ? Optional.of(order.getBidWindowEndsMs()) : Optional.empty();
    }

    static Optional<Long> expiryMs(Order order) {
        return isOpen(order) ? Optional.of(order.getExpiresMs()) : Optional.empty();
    }

    static boolean hasFailed(Order order, Address provider) {
        return order.getFailedProvidersList().contains(provider.toString());
    }

    /** A bid came or went. */
    static Order withOpenBids(Order order, int change) {
        return order.toBuilder().setOpenBids(order.getOpenBids() + change).build();
    }

    /** Takes bids for another window. */
    static Order withNewWindow(Order order, Params params, Context context) {
        return order.toBuilder()
                .setBidWindowEndsMs(context.timeMs() + params.getBidWindowMs())
                .build();
    }

    /** @param standingBy bids that stay open behind the winner */
    static Order award(Order order, Address provider, int standingBy) {
        return order.toBuilder()
                .setState(MOVES.move(order.getState(), MATCHED))
                .setProvider(provider.toString())
                .setAwards(order.getAwards() + 1)
                .setOpenBids(standingBy)
                .build();
    }

    /** The provider of the present award failed. The order stays matched until it is decided who is next. */
    static Order failed(Order order) {
        return order.toBuilder().addFailedProviders(order.getProvider()).build();
    }

    /** After a failed award nobody is left to take over: takes bids anew, with a life as long as a new order's. */
    static Order reopen(Order order, Params params, Context context) {
        return withNewWindow(order, params, context).toBuilder()
                .setState(MOVES.move(order.getState(), OPEN))
                .clearProvider()
                .setExpiresMs(context.timeMs() + params.getOrderLifetimeMs())
                .build();
    }

    static Order close(Order order, CloseReason reason) {
        return order.toBuilder()
                .setState(MOVES.move(order.getState(), CLOSED))
                .setCloseReason(reason)
                .clearProvider()
                .setOpenBids(0)
                .build();
    }
}
