package network.millrace.ledger.modules.market;

import java.util.Locale;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.escrow.Escrow;
import network.millrace.ledger.modules.escrow.EscrowId;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Order;

/** The laws of the market, for tests, the simulator, and genesis. */
final class MarketInvariants {
    private final MarketState state;
    private final Escrow escrow;

    MarketInvariants(MarketState state, Escrow escrow) {
        this.state = state;
        this.escrow = escrow;
    }

    /** A deployment is active as long as its account is open, and counts its live groups right. */
    Optional<String> deployments(Context context) {
        for (var row : state.deployments.scan(context)) {
            Deployment deployment = row.value();
            boolean active = Deployments.isActive(deployment);
            if (active != escrow.isOpen(context, EscrowId.of(row.key()))) {
                return Optional.of(String.format(
                        Locale.ROOT, "deployment %s is %s, its account is not so", row.key(), deployment.getState()));
            }
            long live = state.groupsOf(context, row.key()).stream()
                    .filter(group -> Groups.isLive(group.value()))
                    .count();
            if (live != deployment.getOpenGroups() || active != (live > 0)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "deployment %s is %s and counts %d open groups; there are %d",
                        row.key(),
                        deployment.getState(),
                        deployment.getOpenGroups(),
                        live));
            }
        }
        return Optional.empty();
    }

    /** An order knows its open bids and its lease; only the newest order of an open group is not closed. */
    Optional<String> orders(Context context) {
        for (var row : state.orders.scan(context)) {
            Order order = row.value();
            long open = state.bidsOn(context, row.key()).stream()
                    .filter(bid -> Bids.isOpen(bid.value()))
                    .count();
            if (open != order.getOpenBids()) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "order %s counts %d open bids; there are %d",
                        row.key(),
                        order.getOpenBids(),
                        open));
            }
            if (Orders.isMatched(order) != hasOpenLease(context, row.key(), order)) {
                return Optional.of(
                        String.format(Locale.ROOT, "order %s is %s; its lease is not so", row.key(), order.getState()));
            }
            boolean live = Orders.isOpen(order) || Orders.isMatched(order);
            if (live && !isPresent(context, row.key())) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "order %s is %s, but not the newest of an open group",
                        row.key(),
                        order.getState()));
            }
        }
        return Optional.empty();
    }

    private boolean hasOpenLease(Context context, OrderId id, Order order) {
        return !order.getProvider().isEmpty()
                && state.leases
                        .get(context, id.lease(Address.parse(order.getProvider())))
                        .filter(Leases::isOpen)
                        .isPresent();
    }

    private boolean isPresent(Context context, OrderId id) {
        return state.groups
                .get(context, id.group())
                .filter(group -> Groups.isOpen(group) && group.getLastOseq() == id.oseq())
                .isPresent();
    }

    /** A bid has its deposit set aside exactly as long as it is open or a lease. */
    Optional<String> bids(Context context) {
        for (var row : state.bids.scan(context)) {
            Bid bid = row.value();
            boolean stands = Bids.isOpen(bid) || bid.getState() == Bid.State.ACTIVE;
            if (stands != escrow.isOpen(context, EscrowId.of(row.key()))) {
                return Optional.of(
                        String.format(Locale.ROOT, "bid %s is %s, its deposit is not so", row.key(), bid.getState()));
            }
        }
        return Optional.empty();
    }

    /** An open lease is that of its order; a closed one says why, by whose fault, and what it paid. */
    Optional<String> leases(Context context) {
        for (var row : state.leases.scan(context)) {
            Lease lease = row.value();
            LeaseId id = row.key();
            Order order = state.orders.get(context, id.order()).orElseThrow();
            boolean present = order.getProvider().equals(id.provider().toString());
            if (Leases.isOpen(lease) && !(Orders.isMatched(order) && present)) {
                return Optional.of(String.format(
                        Locale.ROOT, "lease %s is %s; its order is %s", id, lease.getState(), order.getState()));
            }
            boolean explained = lease.getCloseReasonValue() != 0 && lease.getFaultValue() != 0;
            if (Leases.isOpen(lease) == explained) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "lease %s is %s with reason %s and fault %s",
                        id,
                        lease.getState(),
                        lease.getCloseReason(),
                        lease.getFault()));
            }
            if (Leases.isActive(lease) && !escrow.isStreaming(context, id)) {
                return Optional.of(String.format(Locale.ROOT, "lease %s is ACTIVE and has no open stream", id));
            }
        }
        return Optional.empty();
    }
}
