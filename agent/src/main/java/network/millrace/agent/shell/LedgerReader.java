package network.millrace.agent.shell;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import network.millrace.agent.core.LedgerSurvey;
import network.millrace.agent.core.Outcome;
import network.millrace.client.Network;
import network.millrace.client.RefusedException;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.ModuleParams;
import network.millrace.protocol.ledger.v1.PageRequest;
import network.millrace.protocol.ledger.v1.PageResponse;
import network.millrace.protocol.ledger.v1.QueryClockRequest;
import network.millrace.protocol.ledger.v1.QueryClockResponse;
import network.millrace.protocol.ledger.v1.QueryParamsRequest;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.market.v1.QueryBidsRequest;
import network.millrace.protocol.market.v1.QueryBidsResponse;
import network.millrace.protocol.market.v1.QueryDeploymentRequest;
import network.millrace.protocol.market.v1.QueryDeploymentResponse;
import network.millrace.protocol.market.v1.QueryLeaseRequest;
import network.millrace.protocol.market.v1.QueryLeaseResponse;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.market.v1.QueryOrderRequest;
import network.millrace.protocol.market.v1.QueryOrderResponse;
import network.millrace.protocol.market.v1.QueryOrdersRequest;
import network.millrace.protocol.market.v1.QueryOrdersResponse;

/** Reads what the core asks for. Calls block; the network's exceptions pass through. */
public final class LedgerReader {

    private static final String MARKET = "market";
    /** So many pages of one list are read at most; the rest comes with a later survey or as an event. */
    private static final int PAGES_MAX = 100;

    private final Network network;
    private final Address provider;

    public LedgerReader(Network network, Address provider) {
        this.network = network;
        this.provider = provider;
    }

    /** The clock first: everything read after it is at least as new. */
    public LedgerSurvey survey() {
        QueryClockResponse clock = network.query(
                "kernel", "Clock", QueryClockRequest.getDefaultInstance(), QueryClockResponse.getDefaultInstance());
        List<Lease> leases = new ArrayList<>(leases(Lease.State.AWARDED));
        leases.addAll(leases(Lease.State.ACTIVE));
        return new LedgerSurvey(clock.getClock().getHeight(), marketParams(), openOrders(), openBids(), leases);
    }

    public Outcome order(OrderId id) {
        return found(() -> {
            QueryOrderResponse answer = network.query(
                    MARKET,
                    "Order",
                    QueryOrderRequest.newBuilder().setId(id.toProto()).build(),
                    QueryOrderResponse.getDefaultInstance());
            return new Outcome.OrderRead(answer.getOrder(), answer.getBidsList());
        });
    }

    public Outcome lease(LeaseId id) {
        return found(() -> {
            QueryLeaseResponse answer = network.query(
                    MARKET,
                    "Lease",
                    QueryLeaseRequest.newBuilder().setId(id.toProto()).build(),
                    QueryLeaseResponse.getDefaultInstance());
            return new Outcome.LeaseRead(answer.getLease());
        });
    }

    public Outcome deployment(DeploymentId id) {
        return found(() -> {
            QueryDeploymentResponse answer = network.query(
                    MARKET,
                    "Deployment",
                    QueryDeploymentRequest.newBuilder().setId(id.toProto()).build(),
                    QueryDeploymentResponse.getDefaultInstance());
            return new Outcome.DeploymentRead(answer.getDeployment(), answer.getGroupsList());
        });
    }

    /** Parameters of the market: deposits of bids among them. */
    public Params marketParams() {
        QueryParamsResponse answer = network.query(
                "kernel",
                "Params",
                QueryParamsRequest.newBuilder().setModule(MARKET).build(),
                QueryParamsResponse.getDefaultInstance());
        return answer.getModulesList().stream()
                .filter(module -> module.getModule().equals(MARKET))
                .map(LedgerReader::unpack)
                .findFirst()
                .orElseThrow(() -> new MalformedException("the node answered without parameters of the market"));
    }

    private static Params unpack(ModuleParams module) {
        try {
            return module.getParams().unpack(Params.class);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedException("the node's parameters of the market cannot be read", e);
        }
    }

    private List<Order> openOrders() {
        return pages(page -> {
            QueryOrdersResponse answer = network.query(
                    MARKET,
                    "Orders",
                    QueryOrdersRequest.newBuilder()
                            .setState(Order.State.OPEN)
                            .setPage(page)
                            .build(),
                    QueryOrdersResponse.getDefaultInstance());
            return new Page<>(answer.getOrdersList(), answer.getPage());
        });
    }

    private List<Bid> openBids() {
        return pages(page -> {
            QueryBidsResponse answer = network.query(
                    MARKET,
                    "Bids",
                    QueryBidsRequest.newBuilder()
                            .setProvider(provider.toString())
                            .setState(Bid.State.OPEN)
                            .setPage(page)
                            .build(),
                    QueryBidsResponse.getDefaultInstance());
            return new Page<>(answer.getBidsList(), answer.getPage());
        });
    }

    private List<Lease> leases(Lease.State state) {
        return pages(page -> {
            QueryLeasesResponse answer = network.query(
                    MARKET,
                    "Leases",
                    QueryLeasesRequest.newBuilder()
                            .setProvider(provider.toString())
                            .setState(state)
                            .setPage(page)
                            .build(),
                    QueryLeasesResponse.getDefaultInstance());
            return new Page<>(answer.getLeasesList(), answer.getPage());
        });
    }

    private record Page<T>(List<T> items, PageResponse page) {}

    private static <T> List<T> pages(Function<PageRequest, Page<T>> read) {
        List<T> all = new ArrayList<>();
        PageRequest next = PageRequest.getDefaultInstance();
        for (int i = 0; i < PAGES_MAX; i++) {
            Page<T> page = read.apply(next);
            all.addAll(page.items());
            if (page.page().getNextKey().isEmpty()) {
                return all;
            }
            next = PageRequest.newBuilder().setKey(page.page().getNextKey()).build();
        }
        return all;
    }

    private interface Reading {
        Outcome read();
    }

    /** A module's refusal of a well-formed question about one thing means that it does not know it. */
    private static Outcome found(Reading reading) {
        try {
            return reading.read();
        } catch (RefusedException refused) {
            if (refused.codespace().equals(MARKET)) {
                return new Outcome.NotOnLedger();
            }
            throw refused;
        }
    }
}
