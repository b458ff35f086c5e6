package network.millrace.ledger.modules.market;

import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.escrow.Bill;
import network.millrace.ledger.modules.escrow.Escrow;
import network.millrace.ledger.modules.escrow.Payment;
import network.millrace.ledger.modules.reputation.Reputation;
import network.millrace.ledger.state.Row;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.GroupId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.BidClosed;
import network.millrace.protocol.market.v1.BidLost;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.DeploymentClosed;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.GroupClosed;
import network.millrace.protocol.market.v1.GroupPaused;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderClosed;
import network.millrace.protocol.market.v1.Party;
import network.millrace.protocol.money.Amount;

/** How things end, from a bid up to a deployment: whatever ends takes what is below it along. */
final class Endings {
    private static final int BASIS_POINTS = 10_000;

    private final MarketState state;
    private final Escrow escrow;
    private final Reputation reputation;

    Endings(MarketState state, Escrow escrow, Reputation reputation) {
        this.state = state;
        this.escrow = escrow;
        this.reputation = reputation;
    }

    /** One open bid loses: the provider gets its deposit back. The caller counts the order's open bids. */
    void lose(Context context, BidId id, Bid bid, Loss loss) {
        lose(context, id, bid, loss, Amount.ZERO);
    }

    /** One open bid is pushed out of a full book: part of the deposit is kept. */
    void evict(Context context, BidId id, Bid bid, Loss loss) {
        lose(context, id, bid, loss, keptPart(context, bid));
    }

    private void lose(Context context, BidId id, Bid bid, Loss loss, Amount forfeit) {
        state.bids.put(context, id, Bids.lose(bid, loss));
        escrow.closeBid(context, id, forfeit);
        context.emit(BidLost.newBuilder()
                .setId(bid.getId())
                .setReason(loss.reason())
                .setText(loss.text())
                .setScorePpm(loss.scorePpm())
                .build());
    }

    /** A provider takes its open bid back. While the order is open that costs part of the deposit. */
    void withdraw(Context context, BidId id, Bid bid, Order order) {
        boolean free = Orders.isMatched(order);
        Loss loss = Loss.without(
                LossReason.BID_WITHDRAWN, free ? "withdrawn while another provider had the award" : "withdrawn");
        state.bids.put(context, id, Bids.withdraw(bid, loss));
        state.orders.put(context, id.order(), Orders.withOpenBids(order, -1));
        Amount forfeit = free ? Amount.ZERO : keptPart(context, bid);
        escrow.closeBid(context, id, forfeit);
        context.emit(BidClosed.newBuilder()
                .setId(bid.getId())
                .setReason(CloseReason.WITHDRAWN)
                .build());
    }

    /** Every open bid of an order loses. */
    void loseAll(Context context, OrderId order, Loss loss) {
        for (var row : state.bidsOn(context, order)) {
            if (Bids.isOpen(row.value())) {
                lose(context, row.key(), row.value(), loss);
            }
        }
    }

    /** A lease ends by itself: its stream too, if it has one. */
    void lease(Context context, LeaseId id, Lease lease, Ending ending) {
        lease(context, id, lease, ending, byItself(context));
    }

    private void lease(Context context, LeaseId id, Lease lease, Ending ending, Settlement settlement) {
        Payment payment = Leases.isActive(lease) ? settlement.of(id) : Payment.NOTHING;
        Lease closed = Leases.close(lease, ending, payment, context);
        state.leases.put(context, id, closed);
        bid(context, id.bid(), ending.reason(), Reasons.deposit(ending.reason(), lease.getState()));
        remember(context, id, lease, closed);
        context.emit(LeaseClosed.newBuilder()
                .setId(closed.getId())
                .setState(closed.getState())
                .setReason(closed.getCloseReason())
                .setFault(closed.getFault())
                .setText(closed.getCloseText())
                .setPaid(closed.getPaid())
                .setFee(closed.getFee())
                .build());
    }

    private void bid(Context context, BidId id, CloseReason reason, Reasons.Deposit deposit) {
        Bid bid = state.bids.get(context, id).orElseThrow();
        Amount forfeit =
                switch (deposit) {
                    case RETURNED -> Amount.ZERO;
                    case PART_KEPT -> keptPart(context, bid);
                    case FORFEITED -> Amount.parse(bid.getDeposit().getAmount());
                };
        state.bids.put(context, id, Bids.close(bid, reason));
        escrow.closeBid(context, id, forfeit);
        context.emit(BidClosed.newBuilder().setId(bid.getId()).setReason(reason).build());
    }

    /** What the end says of the provider: only leases that paid something can speak for it. */
    private void remember(Context context, LeaseId id, Lease before, Lease closed) {
        Amount fee = Amount.parse(closed.getFee());
        if (closed.getFault() == Party.PARTY_PROVIDER) {
            reputation.broken(context, id.provider(), id.owner(), fee);
        } else if (Leases.isActive(before) && fee.isPositive()) {
            reputation.kept(context, id.provider(), id.owner(), fee);
        }
    }

    /** An order ends, with the lease and the bids it has. */
    void order(Context context, OrderId id, Order order, Ending ending) {
        order(context, id, order, ending, byItself(context));
    }

    private void order(Context context, OrderId id, Order order, Ending ending, Settlement settlement) {
        if (Orders.isMatched(order)) {
            LeaseId leaseId = id.lease(Address.parse(order.getProvider()));
            Optional<Lease> lease = state.leases.get(context, leaseId);
            lease.filter(Leases::isOpen).ifPresent(open -> lease(context, leaseId, open, ending, settlement));
        }
        if (order.getOpenBids() > 0) {
            boolean expired = ending.reason() == CloseReason.ORDER_EXPIRED;
            LossReason reason = expired ? LossReason.ORDER_TIMED_OUT : LossReason.ORDER_CLOSED;
            loseAll(context, id, Loss.without(reason, "the order was closed: " + ending.reason()));
        }
        state.orders.put(context, id, Orders.close(order, ending.reason()));
        context.emit(OrderClosed.newBuilder()
                .setId(order.getId())
                .setReason(ending.reason())
                .build());
    }

    /** A group stops until its tenant starts it again. */
    void pause(Context context, GroupId id, Group group, Ending ending) {
        OrderId orderId = id.order(group.getLastOseq());
        live(context, orderId).ifPresent(order -> order(context, orderId, order, ending));
        state.groups.put(context, id, Groups.pause(group, ending.reason()));
        context.emit(GroupPaused.newBuilder()
                .setId(group.getId())
                .setReason(ending.reason())
                .build());
    }

    /** A group ends for good; the last one takes its deployment along. */
    void group(Context context, GroupId id, Group group, Ending ending) {
        group(context, id, group, ending, byItself(context));
        DeploymentId deployment = id.deployment();
        Deployment left = Deployments.groupClosed(
                state.deployments.get(context, deployment).orElseThrow());
        state.deployments.put(context, deployment, left);
        if (left.getOpenGroups() == 0) {
            deployment(context, deployment, left, ending);
        }
    }

    private void group(Context context, GroupId id, Group group, Ending ending, Settlement settlement) {
        OrderId orderId = id.order(group.getLastOseq());
        live(context, orderId).ifPresent(order -> order(context, orderId, order, ending, settlement));
        state.groups.put(context, id, Groups.close(group, ending.reason()));
        context.emit(GroupClosed.newBuilder()
                .setId(group.getId())
                .setReason(ending.reason())
                .build());
    }

    /** A deployment ends with everything it has; the rest of its money goes back. */
    Bill deployment(Context context, DeploymentId id, Deployment deployment, Ending ending) {
        Bill bill = escrow.close(context, id);
        deployment(context, id, deployment, ending, bill);
        return bill;
    }

    /** The account of a deployment ran dry: its streams are paid and closed already. */
    void depleted(Context context, DeploymentId id, Bill bill) {
        Deployment deployment = state.deployments.get(context, id).orElseThrow();
        String text = "the deployment's escrow account ran dry";
        deployment(context, id, deployment, Ending.byLedger(CloseReason.INSUFFICIENT_FUNDS_REASON, text), bill);
    }

    private void deployment(Context context, DeploymentId id, Deployment deployment, Ending ending, Bill bill) {
        // Read at once: a walk that goes on beside writes costs more, and there may be thousands.
        List<Row<GroupId, Group>> groups = state.groupsOf(context, id).stream().toList();
        for (var row : groups) {
            if (Groups.isLive(row.value())) {
                group(context, row.key(), row.value(), ending, bill::stream);
            }
        }
        state.deployments.put(context, id, Deployments.close(deployment, ending.reason(), context));
        context.emit(DeploymentClosed.newBuilder()
                .setId(deployment.getId())
                .setReason(ending.reason())
                .build());
    }

    /** An order that is not closed; of a group's orders only the newest can be. */
    private Optional<Order> live(Context context, OrderId id) {
        return state.orders.get(context, id).filter(order -> Orders.isOpen(order) || Orders.isMatched(order));
    }

    private Settlement byItself(Context context) {
        return lease -> escrow.closeStream(context, lease);
    }

    private Amount keptPart(Context context, Bid bid) {
        return Amount.parse(bid.getDeposit().getAmount())
                .share(state.params.get(context).getBidForfeitBasisPoints(), BASIS_POINTS);
    }
}
