package network.millrace.ledger.modules.market;

import network.millrace.ledger.kernel.LedgerModule;
import network.millrace.ledger.kernel.ModuleRegistry;
import network.millrace.ledger.modules.escrow.Escrow;
import network.millrace.ledger.modules.fees.Fees;
import network.millrace.ledger.modules.provider.Providers;
import network.millrace.ledger.modules.reputation.Reputation;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgCloseDeployment;
import network.millrace.protocol.market.v1.MsgCloseGroup;
import network.millrace.protocol.market.v1.MsgCloseLease;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.MsgCreateLease;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.MsgPauseGroup;
import network.millrace.protocol.market.v1.MsgStartGroup;
import network.millrace.protocol.market.v1.MsgUpdateDeployment;
import network.millrace.protocol.market.v1.MsgWithdrawLease;
import network.millrace.protocol.market.v1.QueryBidsRequest;
import network.millrace.protocol.market.v1.QueryDeploymentRequest;
import network.millrace.protocol.market.v1.QueryDeploymentsRequest;
import network.millrace.protocol.market.v1.QueryLeaseRequest;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryOrderRequest;
import network.millrace.protocol.market.v1.QueryOrdersRequest;
import network.millrace.protocol.market.v1.QueryScreenRequest;

/** Table of contents of the market. */
public final class MarketModule implements LedgerModule {
    static final String NAME = "market";

    private static final long GAS_DEPLOYMENT = 60_000;
    private static final long GAS_GROUP = 40_000;
    private static final long GAS_BID = 80_000;
    private static final long GAS_CHANGE = 50_000;

    private final MarketState state = new MarketState();
    private final Escrow escrow;
    private final Fees fees;
    private final Providers providers;
    private final Reputation reputation;

    public MarketModule(Fees fees, Providers providers, Reputation reputation, Escrow escrow) {
        this.fees = fees;
        this.providers = providers;
        this.reputation = reputation;
        this.escrow = escrow;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void register(ModuleRegistry registry) {
        var bidders = new Bidders(providers, reputation);
        var openings = new Openings(state, fees);
        var endings = new Endings(state, escrow, reputation);
        var awards = new Awards(state, bidders, endings, reputation);
        escrow.listen(endings::depleted);
        providers.guard(new LeaseGuard(state));

        registry.keys(state.keys);
        registry.errors(MarketError.values());
        registry.params(state.params);
        registerMessages(registry, bidders, openings, endings, awards);
        registerQueries(registry, new MarketQueries(state, providers, bidders));

        var deadlines = new MarketDeadlines(state, awards, endings);
        registry.endBlock(deadlines::endBlock);
        registry.deadline(deadlines::nextMs);

        var invariants = new MarketInvariants(state, escrow);
        var genesis = new MarketGenesis(state, invariants);
        registry.genesis(genesis.defaults(), genesis::load, genesis::save);
        registry.invariant("deployments agree with accounts and groups", invariants::deployments);
        registry.invariant("orders agree with bids and leases", invariants::orders);
        registry.invariant("bids agree with deposits", invariants::bids);
        registry.invariant("leases agree with orders and say why they ended", invariants::leases);
    }

    private void registerMessages(
            ModuleRegistry registry, Bidders bidders, Openings openings, Endings endings, Awards awards) {
        var deployments = new DeploymentHandler(state, escrow, openings, endings);
        registry.message(
                MsgCreateDeployment.getDefaultInstance(),
                message -> GAS_DEPLOYMENT + message.getGroupsCount() * GAS_GROUP,
                deployments::create);
        registry.message(MsgUpdateDeployment.getDefaultInstance(), GAS_CHANGE, deployments::update);
        registry.message(MsgCloseDeployment.getDefaultInstance(), GAS_CHANGE, deployments::close);
        registry.message(MsgCloseGroup.getDefaultInstance(), GAS_CHANGE, deployments::closeGroup);
        registry.message(MsgPauseGroup.getDefaultInstance(), GAS_CHANGE, deployments::pauseGroup);
        registry.message(MsgStartGroup.getDefaultInstance(), GAS_GROUP, deployments::startGroup);

        var serving = new ServingHandler(state, escrow, awards, endings);
        var bids = new BidHandler(state, escrow, bidders, endings, serving);
        registry.message(MsgCreateBid.getDefaultInstance(), GAS_BID, bids::create);
        registry.message(MsgCloseBid.getDefaultInstance(), GAS_CHANGE, bids::close);
        registry.message(MsgLeaseReady.getDefaultInstance(), GAS_CHANGE, serving::ready);
        registry.message(MsgWithdrawLease.getDefaultInstance(), GAS_CHANGE, serving::withdraw);

        var leases = new LeaseHandler(state, bidders, awards, openings, endings);
        registry.message(MsgCreateLease.getDefaultInstance(), GAS_CHANGE, leases::create);
        registry.message(MsgCloseLease.getDefaultInstance(), GAS_CHANGE, leases::close);
    }

    private static void registerQueries(ModuleRegistry registry, MarketQueries queries) {
        registry.query(QueryDeploymentRequest.getDefaultInstance(), queries::deployment);
        registry.query(QueryDeploymentsRequest.getDefaultInstance(), queries::deployments);
        registry.query(QueryOrderRequest.getDefaultInstance(), queries::order);
        registry.query(QueryOrdersRequest.getDefaultInstance(), queries::orders);
        registry.query(QueryBidsRequest.getDefaultInstance(), queries::bids);
        registry.query(QueryLeaseRequest.getDefaultInstance(), queries::lease);
        registry.query(QueryLeasesRequest.getDefaultInstance(), queries::leases);
        registry.query(QueryScreenRequest.getDefaultInstance(), queries::screen);
    }
}
