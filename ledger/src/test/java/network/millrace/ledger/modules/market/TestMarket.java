package network.millrace.ledger.modules.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import network.millrace.ledger.Person;
import network.millrace.ledger.TestLedger;
import network.millrace.ledger.modules.escrow.EscrowId;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.bank.v1.QueryBalancesRequest;
import network.millrace.protocol.bank.v1.QueryBalancesResponse;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.escrow.v1.QueryAccountRequest;
import network.millrace.protocol.escrow.v1.QueryAccountResponse;
import network.millrace.protocol.fees.v1.QueryTreasuryRequest;
import network.millrace.protocol.fees.v1.QueryTreasuryResponse;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.Event;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleGenesis;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.GenesisState;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgCloseDeployment;
import network.millrace.protocol.market.v1.MsgCloseLease;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.MsgCreateLease;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.market.v1.QueryDeploymentRequest;
import network.millrace.protocol.market.v1.QueryDeploymentResponse;
import network.millrace.protocol.market.v1.QueryLeaseRequest;
import network.millrace.protocol.market.v1.QueryLeaseResponse;
import network.millrace.protocol.market.v1.QueryOrderRequest;
import network.millrace.protocol.market.v1.QueryOrderResponse;
import network.millrace.protocol.market.v1.QueryOrdersRequest;
import network.millrace.protocol.market.v1.QueryOrdersResponse;
import network.millrace.protocol.market.v1.ResourceOffer;
import network.millrace.protocol.matching.Quantities;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.MsgRegisterProvider;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.Cpu;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Memory;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.StorageCapacity;

/** A tenant, some providers, and what they say to each other through a ledger in memory. */
final class TestMarket {
    static final long WINDOW_MS = 5_000;
    static final long PERIOD_MS = 6_000;

    final Person tenant = Person.called("tenant");
    final Person ada = Person.called("ada");
    final Person ben = Person.called("ben");
    final Person cleo = Person.called("cleo");
    final TestLedger net;
    private final Person stranger = Person.called("stranger");

    private TestMarket(UnaryOperator<Params.Builder> change) {
        Genesis.Builder genesis = TestLedger.genesis(TestLedger.plenty(), tenant, ada, ben, cleo, stranger).toBuilder();
        for (ModuleGenesis.Builder part : genesis.getModulesBuilderList()) {
            if (part.getModule().equals(MarketModule.NAME)) {
                GenesisState state = (GenesisState) MessageTypes.unpack(part.getState());
                Params params = change.apply(state.getParams().toBuilder()).build();
                part.setState(
                        MessageTypes.pack(state.toBuilder().setParams(params).build()));
            }
        }
        net = new TestLedger(genesis.build());
    }

    /** Providers are registered, nothing else has happened. */
    static TestMarket withProviders() {
        return withProviders(params -> params);
    }

    static TestMarket withProviders(UnaryOperator<Params.Builder> change) {
        var market = new TestMarket(change);
        for (Person provider : List.of(market.ada, market.ben, market.cleo)) {
            market.accept(provider, registration(provider));
        }
        return market;
    }

    static MsgRegisterProvider registration(Person provider) {
        return MsgRegisterProvider.newBuilder()
                .setOwner(provider.address().toString())
                .setEndpoint("https://" + provider.name() + ".example:8443")
                .setCapacity(Capacity.newBuilder()
                        .setCpuMillis(64_000)
                        .setMemoryBytes(256L << 30)
                        .addStorage(StorageCapacity.newBuilder().setBytes(1L << 40)))
                .addFingerprints(Fingerprint.newBuilder().setSha256(hash("certificate of " + provider.name())))
                .setCountry("DE")
                .setRegion("eu-central")
                .build();
    }

    static ByteString hash(String text) {
        return Hash.sha256(text.getBytes(StandardCharsets.UTF_8)).toByteString();
    }

    /** One unit of one core and 1 GiB, with a ceiling of so many uusd per pricing period. */
    static GroupSpec group(String name, long ceiling) {
        return GroupSpec.newBuilder()
                .setName(name)
                .addResources(ResourceUnit.newBuilder()
                        .setResource(Resources.newBuilder()
                                .setId(1)
                                .setCpu(Cpu.newBuilder().setUnits(Quantities.write(1_000)))
                                .setMemory(Memory.newBuilder().setQuantity(Quantities.write(1L << 30))))
                        .setCount(1)
                        .setPrice(Price.ofWhole(Denom.UUSD, ceiling).toProto()))
                .build();
    }

    MsgCreateDeployment deployment(long dseq, long deposit, GroupSpec... groups) {
        return MsgCreateDeployment.newBuilder()
                .setOwner(tenant.address().toString())
                .setDseq(dseq)
                .addAllGroups(Arrays.asList(groups))
                .setHash(hash("manifest"))
                .setDeposit(Money.of(Denom.UUSD, deposit).toProto())
                .build();
    }

    /** Opens a deployment of one group whose ceiling is 100 uusd per period. */
    OrderId order(long dseq) {
        accept(tenant, deployment(dseq, 1_000_000, group("web", 100)));
        return orderId(dseq, 1, 1);
    }

    /** The same, awarded by the tenant. */
    OrderId orderToChoose(long dseq) {
        accept(
                tenant,
                deployment(dseq, 1_000_000, group("web", 100)).toBuilder()
                        .setTerms(OrderTerms.newBuilder().setAward(OrderTerms.AwardMode.TENANT))
                        .build());
        return orderId(dseq, 1, 1);
    }

    OrderId orderId(long dseq, int gseq, int oseq) {
        return new OrderId(tenant.address(), dseq, gseq, oseq);
    }

    MsgCreateBid bidMessage(Person provider, OrderId order, long price) {
        var bid = MsgCreateBid.newBuilder()
                .setProvider(provider.address().toString())
                .setOrder(order.toProto())
                .setPrice(Price.ofWhole(Denom.UUSD, price).toProto())
                .setDeposit(Money.of(Denom.UUSD, 100_000).toProto());
        for (ResourceUnit unit : order(order).getSpec().getResourcesList()) {
            bid.addResourcesOffer(
                    ResourceOffer.newBuilder().setResource(unit.getResource()).setCount(unit.getCount()));
        }
        return bid.build();
    }

    TxResult bid(Person provider, OrderId order, long price) {
        return accept(provider, bidMessage(provider, order, price));
    }

    TxResult choose(OrderId order, Person provider) {
        return accept(
                tenant,
                MsgCreateLease.newBuilder()
                        .setOwner(tenant.address().toString())
                        .setDseq(order.dseq())
                        .setGseq(order.gseq())
                        .setOseq(order.oseq())
                        .setProvider(provider.address().toString())
                        .build());
    }

    TxResult ready(OrderId order, Person provider) {
        return accept(
                provider,
                MsgLeaseReady.newBuilder()
                        .setProvider(provider.address().toString())
                        .setOrder(order.toProto())
                        .addDigests("web=sha256:00")
                        .build());
    }

    MsgCloseBid closeBid(OrderId order, Person provider, CloseReason reason) {
        return MsgCloseBid.newBuilder()
                .setProvider(provider.address().toString())
                .setOrder(order.toProto())
                .setReason(reason)
                .setText("because")
                .build();
    }

    MsgCloseLease closeLease(OrderId order, Person provider) {
        return MsgCloseLease.newBuilder()
                .setOwner(tenant.address().toString())
                .setDseq(order.dseq())
                .setGseq(order.gseq())
                .setOseq(order.oseq())
                .setProvider(provider.address().toString())
                .build();
    }

    MsgCloseDeployment closeDeployment(long dseq) {
        return MsgCloseDeployment.newBuilder()
                .setOwner(tenant.address().toString())
                .setDseq(dseq)
                .build();
    }

    /** An order on which each of these bids 10, 20, … so that the first wins, then lets the bid window end. */
    OrderId awarded(long dseq, Person... bidders) {
        OrderId order = order(dseq);
        long price = 10;
        for (Person bidder : bidders) {
            bid(bidder, order, price);
            price += 10;
        }
        endWindow();
        return order;
    }

    /** The same, and the winner is ready. */
    OrderId active(long dseq, Person... bidders) {
        OrderId order = awarded(dseq, bidders);
        ready(order, bidders[0]);
        return order;
    }

    BlockResult endWindow() {
        return net.passMs(WINDOW_MS).block();
    }

    /** Lets time pass in blocks that leave no billed time out. */
    void passMs(long ms) {
        long left = ms;
        while (left > 0) {
            long step = Math.min(left, 30_000);
            // A block takes a second by itself.
            net.passMs(step - 1_000).block();
            left -= step;
        }
    }

    /** Sends a message that must be executed. */
    TxResult accept(Person signer, Message message) {
        TxResult result = net.send(signer, message);
        assertThat(result.getLog()).isEmpty();
        assertThat(result.getCode()).isZero();
        return result;
    }

    /** Sends a message that must be refused for this reason, and gives the sentence. */
    String refuse(Person signer, Message message, MarketError error) {
        TxResult result = net.send(signer, message);
        assertThat(result.getCode()).as(result.getLog()).isEqualTo(error.code());
        assertThat(result.getCodespace()).isEqualTo("market");
        return result.getLog();
    }

    Deployment deployment(long dseq) {
        return query(dseq).getDeployment();
    }

    Group group(long dseq, int gseq) {
        return query(dseq).getGroups(gseq - 1);
    }

    private QueryDeploymentResponse query(long dseq) {
        var id = new DeploymentId(tenant.address(), dseq);
        var request = QueryDeploymentRequest.newBuilder().setId(id.toProto()).build();
        return (QueryDeploymentResponse) net.ledger().query("market", "Deployment", request);
    }

    Order order(OrderId id) {
        return orderAndBids(id).getOrder();
    }

    QueryOrderResponse orderAndBids(OrderId id) {
        var request = QueryOrderRequest.newBuilder().setId(id.toProto()).build();
        return (QueryOrderResponse) net.ledger().query("market", "Order", request);
    }

    List<OrderId> openOrders() {
        var request = QueryOrdersRequest.newBuilder().setState(Order.State.OPEN).build();
        return ((QueryOrdersResponse) net.ledger().query("market", "Orders", request))
                .getOrdersList().stream()
                        .map(order -> OrderId.of(order.getId()))
                        .toList();
    }

    Bid bidOf(Person provider, OrderId order) {
        return orderAndBids(order).getBidsList().stream()
                .filter(bid ->
                        bid.getId().getProvider().equals(provider.address().toString()))
                .findFirst()
                .orElseThrow();
    }

    Lease lease(OrderId order, Person provider) {
        LeaseId id = order.lease(provider.address());
        var request = QueryLeaseRequest.newBuilder().setId(id.toProto()).build();
        return ((QueryLeaseResponse) net.ledger().query("market", "Lease", request)).getLease();
    }

    QueryAccountResponse escrow(long dseq) {
        var id = EscrowId.of(new DeploymentId(tenant.address(), dseq));
        var request = QueryAccountRequest.newBuilder().setAccount(id.toProto()).build();
        return (QueryAccountResponse) net.ledger().query("escrow", "Account", request);
    }

    /** Somebody with money who is no provider. */
    Person stranger() {
        return stranger;
    }

    Amount treasury() {
        var response = (QueryTreasuryResponse)
                net.ledger().query("fees", "Treasury", QueryTreasuryRequest.getDefaultInstance());
        return Coins.ofProto(response.getBalancesList()).amountOf(Denom.UUSD);
    }

    /** What an address, such as a module's, has in uusd. */
    long balance(Address address) {
        var request =
                QueryBalancesRequest.newBuilder().setAddress(address.toString()).build();
        var response = (QueryBalancesResponse) net.ledger().query("bank", "Balances", request);
        return Coins.ofProto(response.getBalancesList())
                .amountOf(Denom.UUSD)
                .value()
                .longValueExact();
    }

    Amount uusd(Person person) {
        return net.balance(person, Denom.UUSD);
    }

    /** What somebody gains (or loses) in uusd while something happens. */
    long gain(Person person, Runnable happening) {
        long before = uusd(person).value().longValueExact();
        happening.run();
        return uusd(person).value().longValueExact() - before;
    }

    static <M extends Message> List<M> events(List<Event> events, Class<M> type) {
        var found = new ArrayList<M>();
        for (Event event : events) {
            Message value = MessageTypes.unpack(event.getValue());
            if (type.isInstance(value)) {
                found.add(type.cast(value));
            }
        }
        return found;
    }

    static <M extends Message> void onlyEvent(List<Event> events, Class<M> type, Consumer<M> check) {
        List<M> found = events(events, type);
        assertThat(found).hasSize(1);
        check.accept(found.getFirst());
    }
}
