package network.millrace.ledger.modules.market;

import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.ids.GroupId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderOpened;
import network.millrace.protocol.market.v1.OrderTerms;

/** Opens orders. */
final class Openings {
    private final MarketState state;

    Openings(MarketState state) {
        this.state = state;
    }

    /** Opens the next order of an open group. */
    OrderId open(Context context, Group group, OrderTerms terms) {
        Group next = Groups.nextOrder(group);
        OrderId id = GroupId.of(next.getId()).order(next.getLastOseq());
        Order order =
                Orders.open(id, next, terms, GroupRules.ceiling(next.getSpec()), state.params.get(context), context);
        state.save(context, next);
        state.save(context, order);
        context.emit(OrderOpened.newBuilder()
                .setId(order.getId())
                .setBidWindowEndsMs(order.getBidWindowEndsMs())
                .setPriceMax(order.getPriceMax())
                .build());
        return id;
    }
}
