package network.millrace.ledger.modules.market;

import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.fees.Fees;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.GroupId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderOpened;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Money;

/** Opens orders, for the fee that makes it cost something to make every provider look. */
final class Openings {
    private final MarketState state;
    private final Fees fees;

    Openings(MarketState state, Fees fees) {
        this.state = state;
        this.fees = fees;
    }

    /** Whether this owner has what an order costs. */
    boolean isPayable(Context context, Address owner) {
        return fees.canPay(context, owner, fee(context));
    }

    private Money fee(Context context) {
        return Money.of(state.params.get(context).getOrderFee());
    }

    /** Takes the fee of its owner, and opens the next order of an open group. */
    OrderId open(Context context, Group group, OrderTerms terms) {
        fees.charge(context, Address.parse(group.getId().getOwner()), fee(context));
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
