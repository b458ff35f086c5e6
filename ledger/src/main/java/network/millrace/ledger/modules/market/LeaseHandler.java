package network.millrace.ledger.modules.market;

import static network.millrace.ledger.kernel.Rejection.unless;

import java.util.Locale;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.GroupId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgCloseLease;
import network.millrace.protocol.market.v1.MsgCloseLeaseResponse;
import network.millrace.protocol.market.v1.MsgCreateLease;
import network.millrace.protocol.market.v1.MsgCreateLeaseResponse;
import network.millrace.protocol.market.v1.Order;

/** What tenants say of leases: one method a message. */
final class LeaseHandler {
    private final MarketState state;
    private final Bidders bidders;
    private final Awards awards;
    private final Openings openings;
    private final Endings endings;

    LeaseHandler(MarketState state, Bidders bidders, Awards awards, Openings openings, Endings endings) {
        this.state = state;
        this.bidders = bidders;
        this.awards = awards;
        this.openings = openings;
        this.endings = endings;
    }

    /** The tenant takes a bid. */
    MsgCreateLeaseResponse create(MsgCreateLease message, Context context) {
        OrderId id =
                new OrderId(Address.parse(message.getOwner()), message.getDseq(), message.getGseq(), message.getOseq());
        Address provider = Address.parse(message.getProvider());
        Order order = order(context, id);
        unless(
                !Orders.isAwardedByLedger(order),
                MarketError.AWARDED_BY_LEDGER,
                "order %s is awarded by the ledger when its bid window ends; a tenant chooses with award mode TENANT",
                id);
        unless(
                Orders.isOpen(order),
                MarketError.ORDER_NOT_OPEN,
                "order %s is %s; a bid can be taken while it is OPEN",
                id,
                order.getState());
        Bid bid = state.bids
                .get(context, id.bid(provider))
                .orElseThrow(() -> new Rejection(
                        MarketError.BID_UNKNOWN,
                        String.format(Locale.ROOT, "%s has not bid on order %s", provider, id)));
        unless(Bids.isOpen(bid), MarketError.BID_NOT_OPEN, "the bid of %s is %s", provider, bid.getState());
        bidders.objection(context, order, bid).ifPresent(objection -> {
            throw new Rejection(MarketError.DOES_NOT_MATCH, objection);
        });
        awards.award(context, order, bid);
        return MsgCreateLeaseResponse.getDefaultInstance();
    }

    /**
     * The tenant ends a lease; its group goes on with a new order, which costs what every order costs: else closing one
     * lease after the other would make all providers look, bid and start for nothing. Who cannot pay it can end the lease
     * all the same, and the group waits.
     */
    MsgCloseLeaseResponse close(MsgCloseLease message, Context context) {
        LeaseId id = new OrderId(
                        Address.parse(message.getOwner()), message.getDseq(), message.getGseq(), message.getOseq())
                .lease(Address.parse(message.getProvider()));
        Lease lease = state.leases
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.LEASE_UNKNOWN, "there is no lease " + id));
        unless(Leases.isOpen(lease), MarketError.LEASE_STATE, "lease %s is %s already", id, lease.getState());
        GroupId groupId = id.order().group();
        Group group = state.groups.get(context, groupId).orElseThrow();
        Ending ending = Ending.byOwner(CloseReason.OWNER, id.owner());
        if (!openings.isPayable(context, id.owner())) {
            endings.pause(context, groupId, group, ending);
            return MsgCloseLeaseResponse.getDefaultInstance();
        }
        endings.order(context, id.order(), order(context, id.order()), ending);
        Deployment deployment =
                state.deployments.get(context, id.order().deployment()).orElseThrow();
        openings.open(context, group, deployment.getTerms());
        return MsgCloseLeaseResponse.getDefaultInstance();
    }

    private Order order(Context context, OrderId id) {
        return state.orders
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.ORDER_UNKNOWN, "there is no order " + id));
    }
}
