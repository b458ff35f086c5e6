package network.millrace.ledger.modules.market;

import java.util.Optional;
import java.util.stream.Stream;
import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.market.v1.GenesisState;

/** Export and import of the whole module. Queues and indexes follow from the values and are not written down. */
final class MarketGenesis {
    private final MarketState state;
    private final MarketInvariants invariants;

    MarketGenesis(MarketState state, MarketInvariants invariants) {
        this.state = state;
        this.invariants = invariants;
    }

    /** An empty module with the default parameters. */
    GenesisState defaults() {
        return GenesisState.newBuilder().setParams(state.params.defaults()).build();
    }

    /** @throws MalformedException when the parts contradict each other */
    void load(GenesisState genesis, Context context) {
        state.params.set(context, genesis.getParams());
        genesis.getDeploymentsList().forEach(deployment -> state.save(context, deployment));
        genesis.getGroupsList().forEach(group -> state.save(context, group));
        genesis.getOrdersList().forEach(order -> state.save(context, order));
        genesis.getBidsList().forEach(bid -> state.save(context, bid));
        genesis.getLeasesList().forEach(lease -> state.save(context, lease));
        Stream.of(
                        invariants.deployments(context),
                        invariants.orders(context),
                        invariants.bids(context),
                        invariants.leases(context))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(violation -> {
                    throw new MalformedException("the market part of the genesis contradicts itself: " + violation);
                });
    }

    GenesisState save(Context context) {
        var genesis = GenesisState.newBuilder().setParams(state.params.get(context));
        state.deployments.scan(context).forEach(row -> genesis.addDeployments(row.value()));
        state.groups.scan(context).forEach(row -> genesis.addGroups(row.value()));
        state.orders.scan(context).forEach(row -> genesis.addOrders(row.value()));
        state.bids.scan(context).forEach(row -> genesis.addBids(row.value()));
        state.leases.scan(context).forEach(row -> genesis.addLeases(row.value()));
        return genesis.build();
    }
}
