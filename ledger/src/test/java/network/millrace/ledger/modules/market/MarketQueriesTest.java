package network.millrace.ledger.modules.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.PageRequest;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.QueryBidsRequest;
import network.millrace.protocol.market.v1.QueryBidsResponse;
import network.millrace.protocol.market.v1.QueryDeploymentsRequest;
import network.millrace.protocol.market.v1.QueryDeploymentsResponse;
import network.millrace.protocol.market.v1.QueryLeaseRequest;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.market.v1.QueryOrdersRequest;
import network.millrace.protocol.market.v1.QueryOrdersResponse;
import network.millrace.protocol.market.v1.QueryScreenRequest;
import network.millrace.protocol.market.v1.QueryScreenResponse;
import network.millrace.protocol.market.v1.ScreenedProvider;
import network.millrace.protocol.provider.v1.MsgUpdateProvider;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.MismatchCode;
import org.junit.jupiter.api.Test;

/** Answers of the market: filters, pages, and the dry run. */
class MarketQueriesTest {
    private final TestMarket market = TestMarket.withProviders();
    private final String tenant = market.tenant.address().toString();
    private final String ada = market.ada.address().toString();

    @Test
    void ordersAreFoundByOwnerDeploymentAndState() {
        market.active(1, market.ada);
        OrderId open = market.order(2);

        assertThat(orders(request -> request.setOwner(tenant))).hasSize(2);
        assertThat(orders(request -> request.setOwner(tenant).setState(Order.State.OPEN)))
                .singleElement()
                .satisfies(order -> assertThat(OrderId.of(order.getId())).isEqualTo(open));
        assertThat(orders(request -> request.setState(Order.State.MATCHED))).hasSize(1);
        assertThat(orders(request -> request.setOwner(tenant).setDseq(1).setState(Order.State.OPEN)))
                .isEmpty();
        assertThat(orders(request -> request.setOwner(ada))).isEmpty();
    }

    @Test
    void bidsAndLeasesAreFoundByOwnerAndByProvider() {
        market.active(1, market.ada, market.ben);
        OrderId order = market.order(2);
        market.bid(market.ada, order, 10);

        assertThat(bids(request -> request.setProvider(ada))).hasSize(2);
        assertThat(bids(request -> request.setProvider(ada).setState(Bid.State.ACTIVE)))
                .hasSize(1);
        assertThat(bids(request -> request.setProvider(ada).setOwner(tenant).setDseq(2)))
                .hasSize(1);
        assertThat(bids(request -> request.setState(Bid.State.LOST))).hasSize(1);
        assertThat(bids(request -> request.setOwner(tenant).setDseq(1))).hasSize(2);
        assertThat(leases(request -> request.setProvider(ada).setState(Lease.State.ACTIVE)))
                .hasSize(1);
        assertThat(leases(request -> request.setProvider(ada))).hasSize(1);
        assertThat(leases(request -> request.setOwner(tenant))).hasSize(1);
        assertThat(leases(request -> request.setState(Lease.State.CLOSED))).isEmpty();
    }

    @Test
    void deploymentsAreFoundByState() {
        market.order(1);
        market.order(2);
        market.accept(market.tenant, market.closeDeployment(1));

        assertThat(deployments(request -> request.setState(Deployment.State.ACTIVE)))
                .hasSize(1);
        assertThat(deployments(request -> request.setOwner(tenant))).hasSize(2);
        assertThat(deployments(request -> request.setOwner(tenant).setState(Deployment.State.CLOSED)))
                .hasSize(1);
    }

    @Test
    void pagesContinueWhereTheLastEnded() {
        for (int dseq = 1; dseq <= 5; dseq++) {
            market.order(dseq);
        }
        var found = new ArrayList<Long>();
        PageRequest page = PageRequest.newBuilder().setLimit(2).build();
        while (true) {
            var response = (QueryOrdersResponse) market.net
                    .ledger()
                    .query(
                            "market",
                            "Orders",
                            QueryOrdersRequest.newBuilder()
                                    .setState(Order.State.OPEN)
                                    .setPage(page)
                                    .build());
            response.getOrdersList().forEach(order -> found.add(order.getId().getDseq()));
            if (response.getPage().getNextKey().isEmpty()) {
                break;
            }
            page = page.toBuilder().setKey(response.getPage().getNextKey()).build();
        }

        assertThat(found).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void newestFirstInReverse() {
        market.order(1);
        market.order(2);

        assertThat(orders(request -> request.setOwner(tenant)
                        .setPage(PageRequest.newBuilder().setReverse(true))))
                .extracting(order -> order.getId().getDseq())
                .containsExactly(2L, 1L);
    }

    @Test
    void whatIsNotThereIsRefusedWithASentence() {
        OrderId order = market.order(1);
        var request = QueryLeaseRequest.newBuilder()
                .setId(order.lease(market.ada.address()).toProto())
                .build();

        assertThatThrownBy(() -> market.net.ledger().query("market", "Lease", request))
                .isInstanceOf(Rejection.class)
                .hasMessageContaining("there is no lease");
        assertThatThrownBy(() -> orders(orders -> orders.setDseq(7)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("name the owner");
    }

    @Test
    void theDryRunTellsWhoCouldServeAGroupAndWhyOthersCannot() {
        var small = TestMarket.registration(market.ben);
        market.accept(
                market.ben,
                MsgUpdateProvider.newBuilder()
                        .setOwner(small.getOwner())
                        .setEndpoint(small.getEndpoint())
                        .addAllFingerprints(small.getFingerprintsList())
                        .setCapacity(Capacity.newBuilder().setCpuMillis(500).setMemoryBytes(1L << 40))
                        .build());

        var response = (QueryScreenResponse) market.net
                .ledger()
                .query(
                        "market",
                        "Screen",
                        QueryScreenRequest.newBuilder()
                                .setGroup(TestMarket.group("web", 100))
                                .setTerms(OrderTerms.newBuilder().setRegion("eu-central"))
                                .build());

        assertThat(response.getProvidersCount()).isEqualTo(3);
        ScreenedProvider fits = screened(response, market.ada.address().toString());
        assertThat(fits.getMismatchesList()).isEmpty();
        // Price and place in full, hardware with twice the room, a newcomer's reputation.
        assertThat(fits.getScorePpm()).isEqualTo(600_000 + 100_000 + 50_000 + 100_000);
        assertThat(fits.getFingerprintsCount()).isEqualTo(1);
        ScreenedProvider tooSmall = screened(response, market.ben.address().toString());
        assertThat(tooSmall.getMismatchesList())
                .extracting(mismatch -> mismatch.getCode())
                .contains(MismatchCode.MISMATCH_CPU, MismatchCode.MISMATCH_REGION);
    }

    @Test
    void anUpdateThatTakesAwayWhatALeaseNeedsIsRefused() {
        market.active(1, market.ada);
        var registration = TestMarket.registration(market.ada);
        var shrunk = MsgUpdateProvider.newBuilder()
                .setOwner(registration.getOwner())
                .setEndpoint(registration.getEndpoint())
                .addAllFingerprints(registration.getFingerprintsList())
                .setCapacity(Capacity.newBuilder().setCpuMillis(500).setMemoryBytes(1L << 40));

        var refused = market.net.send(market.ada, shrunk.build());
        assertThat(refused.getCodespace()).isEqualTo("provider");
        assertThat(refused.getLog())
                .contains("needs what this update takes away")
                .contains("1 core");

        market.accept(
                market.ada,
                shrunk.setCapacity(registration.getCapacity())
                        .setEndpoint("https://new.example")
                        .build());
        market.accept(market.tenant, market.closeDeployment(1));
        market.accept(
                market.ada,
                shrunk.setCapacity(Capacity.newBuilder().setCpuMillis(500).setMemoryBytes(1L << 40))
                        .build());
    }

    private static ScreenedProvider screened(QueryScreenResponse response, String provider) {
        return response.getProvidersList().stream()
                .filter(each -> each.getProvider().equals(provider))
                .findFirst()
                .orElseThrow();
    }

    private List<Order> orders(Consumer<QueryOrdersRequest.Builder> change) {
        var request = QueryOrdersRequest.newBuilder();
        change.accept(request);
        return ((QueryOrdersResponse) market.net.ledger().query("market", "Orders", request.build())).getOrdersList();
    }

    private List<Bid> bids(Consumer<QueryBidsRequest.Builder> change) {
        var request = QueryBidsRequest.newBuilder();
        change.accept(request);
        return ((QueryBidsResponse) market.net.ledger().query("market", "Bids", request.build())).getBidsList();
    }

    private List<Lease> leases(Consumer<QueryLeasesRequest.Builder> change) {
        var request = QueryLeasesRequest.newBuilder();
        change.accept(request);
        return ((QueryLeasesResponse) market.net.ledger().query("market", "Leases", request.build())).getLeasesList();
    }

    private List<Deployment> deployments(Consumer<QueryDeploymentsRequest.Builder> change) {
        var request = QueryDeploymentsRequest.newBuilder();
        change.accept(request);
        return ((QueryDeploymentsResponse) market.net.ledger().query("market", "Deployments", request.build()))
                .getDeploymentsList();
    }
}
