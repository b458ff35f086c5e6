package network.millrace.ledger.modules.market;

import java.util.Optional;
import java.util.OptionalLong;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.state.IdKeys;
import network.millrace.ledger.state.Index;
import network.millrace.ledger.state.KeyCodec;
import network.millrace.ledger.state.KeyReader;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.Row;
import network.millrace.ledger.state.Scan;
import network.millrace.ledger.state.Stateful;
import network.millrace.ledger.state.Table;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.GroupId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.Params;

/** The tables and indexes of the market: the only file that knows its keys. */
final class MarketState {
    /** A provider's bids or leases in one state. */
    record Offered(Address provider, int state) {
        static final KeyCodec<Offered> KEYS = KeyCodec.of(
                (key, out) -> out.address(key.provider).u8(key.state), in -> new Offered(in.address(), in.u8()));
    }

    private static final int MODULE = 9;

    private static final KeyCodec<Integer> STATE = KeyCodec.of((key, out) -> out.u8(key), KeyReader::u8);

    final Keyspace keys = new Keyspace(MODULE);
    final ModuleParams<Params> params = MarketParams.in(keys);

    final Table<DeploymentId, Deployment> deployments =
            keys.table(1, IdKeys.DEPLOYMENT, Deployment.getDefaultInstance());
    final Table<GroupId, Group> groups = keys.table(2, IdKeys.GROUP, Group.getDefaultInstance());
    final Table<OrderId, Order> orders = keys.table(3, IdKeys.ORDER, Order.getDefaultInstance());
    final Table<BidId, Bid> bids = keys.table(4, IdKeys.BID, Bid.getDefaultInstance());
    final Table<LeaseId, Lease> leases = keys.table(5, IdKeys.LEASE, Lease.getDefaultInstance());

    private final Index<Integer, DeploymentId, Deployment> deploymentStates =
            deployments.index(6, STATE, (id, deployment) -> Optional.of(deployment.getStateValue()));
    private final Index<Integer, OrderId, Order> orderStates =
            orders.index(7, STATE, (id, order) -> Optional.of(order.getStateValue()));
    private final Index<Long, OrderId, Order> awards =
            orders.index(8, KeyCodec.TIME_MS, (id, order) -> Orders.awardMs(order));
    private final Index<Long, OrderId, Order> expiries =
            orders.index(9, KeyCodec.TIME_MS, (id, order) -> Orders.expiryMs(order));
    private final Index<Integer, BidId, Bid> bidStates =
            bids.index(10, STATE, (id, bid) -> Optional.of(bid.getStateValue()));
    private final Index<Offered, BidId, Bid> bidsOfProviders =
            bids.index(11, Offered.KEYS, (id, bid) -> Optional.of(new Offered(id.provider(), bid.getStateValue())));
    private final Index<Integer, LeaseId, Lease> leaseStates =
            leases.index(12, STATE, (id, lease) -> Optional.of(lease.getStateValue()));
    private final Index<Offered, LeaseId, Lease> leasesOfProviders = leases.index(
            13, Offered.KEYS, (id, lease) -> Optional.of(new Offered(id.provider(), lease.getStateValue())));
    private final Index<Long, LeaseId, Lease> lapses =
            leases.index(14, KeyCodec.TIME_MS, (id, lease) -> Leases.lapseMs(lease));

    void save(Stateful at, Deployment deployment) {
        deployments.put(at, DeploymentId.of(deployment.getId()), deployment);
    }

    void save(Stateful at, Group group) {
        groups.put(at, GroupId.of(group.getId()), group);
    }

    void save(Stateful at, Order order) {
        orders.put(at, OrderId.of(order.getId()), order);
    }

    void save(Stateful at, Bid bid) {
        bids.put(at, BidId.of(bid.getId()), bid);
    }

    void save(Stateful at, Lease lease) {
        leases.put(at, LeaseId.of(lease.getId()), lease);
    }

    /** A deployment's groups, by gseq. */
    Scan<GroupId, Group> groupsOf(Stateful at, DeploymentId deployment) {
        return groups.scan(at).prefix(key -> IdKeys.DEPLOYMENT.write(deployment, key));
    }

    /** An order's bids in any state, by provider. */
    Scan<BidId, Bid> bidsOn(Stateful at, OrderId order) {
        return bids.scan(at).prefix(key -> IdKeys.ORDER.write(order, key));
    }

    /** An order's leases in any state: one for each award. */
    Scan<LeaseId, Lease> leasesOf(Stateful at, OrderId order) {
        return leases.scan(at).prefix(key -> IdKeys.ORDER.write(order, key));
    }

    Scan<Offered, LeaseId> leasesOf(Stateful at, Address provider, Lease.State state) {
        return leasesOfProviders
                .scan(at)
                .prefix(key -> Offered.KEYS.write(new Offered(provider, state.getNumber()), key));
    }

    Scan<Offered, LeaseId> leasesOf(Stateful at, Address provider) {
        return leasesOfProviders.scan(at).prefix(key -> key.address(provider));
    }

    Scan<Offered, BidId> bidsOf(Stateful at, Address provider, Bid.State state) {
        return bidsOfProviders
                .scan(at)
                .prefix(key -> Offered.KEYS.write(new Offered(provider, state.getNumber()), key));
    }

    Scan<Offered, BidId> bidsOf(Stateful at, Address provider) {
        return bidsOfProviders.scan(at).prefix(key -> key.address(provider));
    }

    /** Deployments in one state, by owner and dseq. */
    Scan<Integer, DeploymentId> deploymentsIn(Stateful at, Deployment.State state, Owned owned) {
        return deploymentStates.scan(at).prefix(key -> owned.write(key.u8(state.getNumber())));
    }

    Scan<Integer, OrderId> ordersIn(Stateful at, Order.State state, Owned owned) {
        return orderStates.scan(at).prefix(key -> owned.write(key.u8(state.getNumber())));
    }

    Scan<Integer, BidId> bidsIn(Stateful at, Bid.State state, Owned owned) {
        return bidStates.scan(at).prefix(key -> owned.write(key.u8(state.getNumber())));
    }

    Scan<Integer, LeaseId> leasesIn(Stateful at, Lease.State state, Owned owned) {
        return leaseStates.scan(at).prefix(key -> owned.write(key.u8(state.getNumber())));
    }

    /** Orders by the block time (ms) at which their bid window ends. */
    Scan<Long, OrderId> awards(Stateful at) {
        return awards.scan(at);
    }

    /** Orders by the block time (ms) at which they expire. */
    Scan<Long, OrderId> expiries(Stateful at) {
        return expiries.scan(at);
    }

    /** Leases by the billed time (ms) at which their award lapses. */
    Scan<Long, LeaseId> lapses(Stateful at) {
        return lapses.scan(at);
    }

    OptionalLong nextAwardMs(Stateful at) {
        return first(awards.scan(at));
    }

    OptionalLong nextExpiryMs(Stateful at) {
        return first(expiries.scan(at));
    }

    OptionalLong nextLapseMs(Stateful at) {
        return first(lapses.scan(at));
    }

    private static <K> OptionalLong first(Scan<Long, K> scan) {
        return scan.first().map(Row::key).map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
