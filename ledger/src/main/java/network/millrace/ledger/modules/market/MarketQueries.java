package network.millrace.ledger.modules.market;

import java.util.ArrayList;
import java.util.List;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.modules.provider.Providers;
import network.millrace.ledger.state.Page;
import network.millrace.ledger.state.Row;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.QueryBidsRequest;
import network.millrace.protocol.market.v1.QueryBidsResponse;
import network.millrace.protocol.market.v1.QueryDeploymentRequest;
import network.millrace.protocol.market.v1.QueryDeploymentResponse;
import network.millrace.protocol.market.v1.QueryDeploymentsRequest;
import network.millrace.protocol.market.v1.QueryDeploymentsResponse;
import network.millrace.protocol.market.v1.QueryLeaseRequest;
import network.millrace.protocol.market.v1.QueryLeaseResponse;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.market.v1.QueryOrderRequest;
import network.millrace.protocol.market.v1.QueryOrderResponse;
import network.millrace.protocol.market.v1.QueryOrdersRequest;
import network.millrace.protocol.market.v1.QueryOrdersResponse;
import network.millrace.protocol.market.v1.QueryScreenRequest;
import network.millrace.protocol.market.v1.QueryScreenResponse;
import network.millrace.protocol.market.v1.ScreenedProvider;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.resources.v1.GroupSpec;

/**
 * Read-only answers. Every filter that stands alone has an index; where several are combined, the narrowest index is
 * walked and the rest is filtered within each page, which may then hold fewer entries than its limit.
 */
final class MarketQueries {
    /** Most providers a dry run looks at. */
    private static final int SCREENED_MAX = 1_000;

    private final MarketState state;
    private final Providers providers;
    private final Bidders bidders;

    MarketQueries(MarketState state, Providers providers, Bidders bidders) {
        this.state = state;
        this.providers = providers;
        this.bidders = bidders;
    }

    QueryDeploymentResponse deployment(QueryDeploymentRequest request, Context context) {
        DeploymentId id = DeploymentId.of(request.getId());
        Deployment deployment = state.deployments
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.DEPLOYMENT_UNKNOWN, "there is no deployment " + id));
        var response = QueryDeploymentResponse.newBuilder().setDeployment(deployment);
        state.groupsOf(context, id).forEach(row -> response.addGroups(row.value()));
        return response.build();
    }

    QueryDeploymentsResponse deployments(QueryDeploymentsRequest request, Context context) {
        Owned owned = Owned.of(request.getOwner(), 0);
        var response = QueryDeploymentsResponse.newBuilder();
        if (request.getState() == Deployment.State.STATE_UNSPECIFIED) {
            var page = Page.of(state.deployments.scan(context).prefix(owned::write), request.getPage());
            page.rows().forEach(row -> response.addDeployments(row.value()));
            return response.setPage(page.response()).build();
        }
        var page = Page.of(state.deploymentsIn(context, request.getState(), owned), request.getPage());
        for (DeploymentId id : ids(page)) {
            response.addDeployments(state.deployments.get(context, id).orElseThrow());
        }
        return response.setPage(page.response()).build();
    }

    QueryOrderResponse order(QueryOrderRequest request, Context context) {
        OrderId id = OrderId.of(request.getId());
        Order order = state.orders
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.ORDER_UNKNOWN, "there is no order " + id));
        var response = QueryOrderResponse.newBuilder().setOrder(order);
        state.bidsOn(context, id).forEach(row -> response.addBids(row.value()));
        return response.build();
    }

    QueryOrdersResponse orders(QueryOrdersRequest request, Context context) {
        Owned owned = Owned.of(request.getOwner(), request.getDseq());
        var response = QueryOrdersResponse.newBuilder();
        if (request.getState() == Order.State.STATE_UNSPECIFIED) {
            var page = Page.of(state.orders.scan(context).prefix(owned::write), request.getPage());
            page.rows().forEach(row -> response.addOrders(row.value()));
            return response.setPage(page.response()).build();
        }
        var page = Page.of(state.ordersIn(context, request.getState(), owned), request.getPage());
        for (OrderId id : ids(page)) {
            response.addOrders(state.orders.get(context, id).orElseThrow());
        }
        return response.setPage(page.response()).build();
    }

    QueryBidsResponse bids(QueryBidsRequest request, Context context) {
        Owned owned = Owned.of(request.getOwner(), request.getDseq());
        Bid.State wanted = request.getState();
        var response = QueryBidsResponse.newBuilder();
        if (request.getProvider().isEmpty() && wanted == Bid.State.STATE_UNSPECIFIED) {
            var page = Page.of(state.bids.scan(context).prefix(owned::write), request.getPage());
            page.rows().forEach(row -> response.addBids(row.value()));
            return response.setPage(page.response()).build();
        }
        if (request.getProvider().isEmpty()) {
            var page = Page.of(state.bidsIn(context, wanted, owned), request.getPage());
            ids(page).forEach(id -> response.addBids(bid(context, id)));
            return response.setPage(page.response()).build();
        }
        Address provider = Address.parse(request.getProvider());
        var scan = wanted == Bid.State.STATE_UNSPECIFIED
                ? state.bidsOf(context, provider)
                : state.bidsOf(context, provider, wanted);
        var page = Page.of(scan, request.getPage());
        for (BidId id : ids(page)) {
            if (owned.includes(id.owner(), id.dseq())) {
                response.addBids(bid(context, id));
            }
        }
        return response.setPage(page.response()).build();
    }

    QueryLeaseResponse lease(QueryLeaseRequest request, Context context) {
        LeaseId id = LeaseId.of(request.getId());
        Lease lease = state.leases
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.LEASE_UNKNOWN, "there is no lease " + id));
        return QueryLeaseResponse.newBuilder().setLease(lease).build();
    }

    QueryLeasesResponse leases(QueryLeasesRequest request, Context context) {
        Owned owned = Owned.of(request.getOwner(), request.getDseq());
        Lease.State wanted = request.getState();
        var response = QueryLeasesResponse.newBuilder();
        if (request.getProvider().isEmpty() && wanted == Lease.State.STATE_UNSPECIFIED) {
            var page = Page.of(state.leases.scan(context).prefix(owned::write), request.getPage());
            page.rows().forEach(row -> response.addLeases(row.value()));
            return response.setPage(page.response()).build();
        }
        if (request.getProvider().isEmpty()) {
            var page = Page.of(state.leasesIn(context, wanted, owned), request.getPage());
            ids(page).forEach(id -> response.addLeases(lease(context, id)));
            return response.setPage(page.response()).build();
        }
        Address provider = Address.parse(request.getProvider());
        var scan = wanted == Lease.State.STATE_UNSPECIFIED
                ? state.leasesOf(context, provider)
                : state.leasesOf(context, provider, wanted);
        var page = Page.of(scan, request.getPage());
        for (LeaseId id : ids(page)) {
            if (owned.includes(id.owner(), id.dseq())) {
                response.addLeases(lease(context, id));
            }
        }
        return response.setPage(page.response()).build();
    }

    /** What the registry alone says of a group that nobody has ordered yet. */
    QueryScreenResponse screen(QueryScreenRequest request, Context context) {
        TermRules.check(request.getTerms());
        GroupSpec group = GroupRules.checked(List.of(request.getGroup()), state.params.get(context))
                .getFirst();
        var response = QueryScreenResponse.newBuilder();
        providers.all(context).stream()
                .limit(SCREENED_MAX)
                .map(Row::value)
                .forEach(provider -> response.addProviders(screened(context, group, request, provider)));
        return response.build();
    }

    private ScreenedProvider screened(Context context, GroupSpec group, QueryScreenRequest request, Provider provider) {
        var weights = Bidders.weights(state.params.get(context));
        return ScreenedProvider.newBuilder()
                .setProvider(provider.getOwner())
                .setName(provider.getInfo().getName())
                .setEndpoint(provider.getEndpoint())
                .addAllMismatches(Bidders.mismatches(group, request.getTerms(), provider))
                .setScorePpm(Auction.scoreAtLowestPrice(bidders.merits(context, group, provider), weights))
                .addAllFingerprints(provider.getFingerprintsList().stream()
                        .map(Fingerprint::getSha256)
                        .toList())
                .build();
    }

    private Bid bid(Context context, BidId id) {
        return state.bids.get(context, id).orElseThrow();
    }

    private Lease lease(Context context, LeaseId id) {
        return state.leases.get(context, id).orElseThrow();
    }

    /** The ids in a page of an index, taken first because the rows are looked up while the scan is over. */
    private static <I, K> List<K> ids(Page<I, K> page) {
        var ids = new ArrayList<K>();
        page.rows().forEach(row -> ids.add(row.value()));
        return ids;
    }
}
