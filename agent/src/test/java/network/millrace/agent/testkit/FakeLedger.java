package network.millrace.agent.testkit;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.millrace.agent.inventory.GroupNeeds;
import network.millrace.client.EventStream;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.accounts.v1.QueryAccountRequest;
import network.millrace.protocol.accounts.v1.QueryAccountResponse;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PublicKey;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleParams;
import network.millrace.protocol.ledger.v1.QueryClockResponse;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.DeploymentUpdated;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.MsgWithdrawLease;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderClosed;
import network.millrace.protocol.market.v1.OrderOpened;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.market.v1.QueryBidsResponse;
import network.millrace.protocol.market.v1.QueryDeploymentRequest;
import network.millrace.protocol.market.v1.QueryDeploymentResponse;
import network.millrace.protocol.market.v1.QueryLeaseRequest;
import network.millrace.protocol.market.v1.QueryLeaseResponse;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.market.v1.QueryOrderRequest;
import network.millrace.protocol.market.v1.QueryOrderResponse;
import network.millrace.protocol.market.v1.QueryOrdersResponse;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.LedgerEvent;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.node.v1.TxRecord;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.jspecify.annotations.Nullable;

/**
 * A market small enough to see through: no money, no rules beyond the states. Each change is a block of its own. It can fall
 * silent, and take a message without saying so. Guarded by itself.
 */
public final class FakeLedger implements Network {

    private static final long ORDER_LIFETIME_MS = 600_000;

    /** What the ledger answers to messages. */
    public enum Mood {
        ANSWERS,
        /** Carries a message out, and the answer is lost. */
        SWALLOWS_ANSWERS,
        /** Neither hears nor answers. */
        SILENT
    }

    private final Map<DeploymentId, Deployment> deployments = new LinkedHashMap<>();
    private final Map<DeploymentId, GroupSpec> specs = new HashMap<>();
    private final Map<OrderId, Order> orders = new LinkedHashMap<>();
    private final Map<OrderId, Bid> bids = new LinkedHashMap<>();
    private final Map<LeaseId, Lease> leases = new LinkedHashMap<>();
    private final Map<String, PublicKey> keys = new HashMap<>();
    private final List<BlockEvents> blocks = new ArrayList<>();
    private final List<Message> carriedOut = new ArrayList<>();
    private final Address provider;
    private long nowMs;
    private Mood mood = Mood.ANSWERS;

    public FakeLedger(Address provider, long nowMs) {
        this.provider = provider;
        this.nowMs = nowMs;
        commit();
    }

    public synchronized void mood(Mood newMood) {
        mood = newMood;
    }

    public synchronized void time(long newNowMs) {
        nowMs = newNowMs;
    }

    public synchronized void know(PublicKey key) {
        keys.put(key.address().toString(), key);
    }

    /** All blocks, the first at height 1. */
    public synchronized List<BlockEvents> blocks() {
        return List.copyOf(blocks);
    }

    /** Messages that were carried out, oldest first. */
    public synchronized List<Message> carriedOut() {
        return List.copyOf(carriedOut);
    }

    public synchronized List<Message> carriedOut(Class<? extends Message> type) {
        return carriedOut.stream().filter(type::isInstance).toList();
    }

    public synchronized Optional<Bid> bid(OrderId order) {
        return Optional.ofNullable(bids.get(order));
    }

    public synchronized Lease lease(OrderId order) {
        return known(leases.get(order.lease(provider)), "lease of " + order);
    }

    /** Whether there is a lease that has not ended. */
    public synchronized boolean hasOpenLease(OrderId order) {
        Lease lease = leases.get(order.lease(provider));
        return lease != null && lease.getState() != Lease.State.CLOSED;
    }

    /** What an order asks for. */
    public long cpuMillis(OrderId order) {
        GroupSpec spec = known(specs.get(order.deployment()), "order " + order);
        return GroupNeeds.amount(
                "cpu", spec.getResources(0).getResource().getCpu().getUnits());
    }

    public synchronized void deploy(OrderId order, GroupSpec spec, Hash manifest) {
        deployments.put(
                order.deployment(),
                Deployment.newBuilder()
                        .setId(order.deployment().toProto())
                        .setState(Deployment.State.ACTIVE)
                        .setHash(manifest.toByteString())
                        .build());
        specs.put(order.deployment(), spec);
        orders.put(
                order,
                Order.newBuilder()
                        .setId(order.toProto())
                        .setState(Order.State.OPEN)
                        .setSpec(spec)
                        .setExpiresMs(nowMs + ORDER_LIFETIME_MS)
                        .build());
        commit(OrderOpened.newBuilder().setId(order.toProto()).build());
    }

    public synchronized void award(OrderId order, long readyInMs) {
        bids.computeIfPresent(
                order, (id, bid) -> bid.toBuilder().setState(Bid.State.ACTIVE).build());
        orders.computeIfPresent(
                order,
                (id, one) -> one.toBuilder().setState(Order.State.MATCHED).build());
        LeaseId lease = order.lease(provider);
        leases.put(
                lease,
                Lease.newBuilder()
                        .setId(lease.toProto())
                        .setState(Lease.State.AWARDED)
                        .setReadyByMs(nowMs + readyInMs)
                        .build());
        commit(LeaseAwarded.newBuilder()
                .setId(lease.toProto())
                .setReadyByMs(nowMs + readyInMs)
                .build());
    }

    public synchronized void close(OrderId order, CloseReason reason) {
        LeaseId lease = order.lease(provider);
        leases.computeIfPresent(lease, (id, one) -> one.toBuilder()
                .setState(Lease.State.CLOSED)
                .setCloseReason(reason)
                .build());
        bids.computeIfPresent(
                order, (id, bid) -> bid.toBuilder().setState(Bid.State.CLOSED).build());
        commit(LeaseClosed.newBuilder().setId(lease.toProto()).setReason(reason).build());
    }

    public synchronized void cancel(OrderId order) {
        orders.computeIfPresent(
                order, (id, one) -> one.toBuilder().setState(Order.State.CLOSED).build());
        bids.computeIfPresent(
                order, (id, bid) -> bid.toBuilder().setState(Bid.State.CLOSED).build());
        commit(OrderClosed.newBuilder().setId(order.toProto()).build());
    }

    public synchronized void update(OrderId order, Hash manifest) {
        deployments.computeIfPresent(
                order.deployment(),
                (id, one) -> one.toBuilder().setHash(manifest.toByteString()).build());
        commit(DeploymentUpdated.newBuilder()
                .setId(order.deployment().toProto())
                .setHash(manifest.toByteString())
                .build());
    }

    /** As the agent's sender: carries one message out. */
    public synchronized void send(Message message) {
        if (mood == Mood.SILENT) {
            throw new NetworkException("no node answers");
        }
        carryOut(message);
        carriedOut.add(message);
        if (mood == Mood.SWALLOWS_ANSWERS) {
            throw new NetworkException("the answer was lost");
        }
    }

    private void carryOut(Message message) {
        switch (message) {
            case MsgCreateBid bid -> bid(bid);
            case MsgLeaseReady ready -> {
                LeaseId lease = OrderId.of(ready.getOrder()).lease(provider);
                leases.computeIfPresent(lease, (id, one) -> one.toBuilder()
                        .setState(Lease.State.ACTIVE)
                        .addAllDigests(ready.getDigestsList())
                        .build());
                commit(LeaseReady.newBuilder().setId(lease.toProto()).build());
            }
            case MsgCloseBid close -> close(OrderId.of(close.getOrder()), close.getReason());
            case MsgWithdrawLease _ -> commit();
            default -> throw new IllegalArgumentException("unknown to the fake ledger: " + message.getClass());
        }
    }

    private void bid(MsgCreateBid message) {
        OrderId order = OrderId.of(message.getOrder());
        if (bids.containsKey(order)) {
            throw new RefusedException(15, "market", "the provider has bid already");
        }
        bids.put(
                order,
                Bid.newBuilder()
                        .setId(order.bid(provider).toProto())
                        .setState(Bid.State.OPEN)
                        .setPrice(message.getPrice())
                        .build());
        commit(BidCreated.newBuilder().setId(order.bid(provider).toProto()).build());
    }

    private void commit(Message... events) {
        BlockEvents.Builder block =
                BlockEvents.newBuilder().setHeight(blocks.size() + 1L).setTimeMs(nowMs);
        for (Message event : events) {
            block.addEvents(LedgerEvent.newBuilder().setValue(Any.pack(event)));
        }
        blocks.add(block.build());
    }

    @Override
    @SuppressWarnings("unchecked") // Each case builds the answer that the method has.
    public synchronized <R extends Message> R query(String module, String method, Message request, R prototype) {
        if (mood == Mood.SILENT) {
            throw new NetworkException("no node answers");
        }
        return (R)
                switch (module + "/" + method) {
                    case "kernel/Clock" ->
                        QueryClockResponse.newBuilder()
                                .setClock(Clock.newBuilder().setHeight(blocks.size()))
                                .build();
                    case "kernel/Params" ->
                        QueryParamsResponse.newBuilder()
                                .addModules(ModuleParams.newBuilder()
                                        .setModule("market")
                                        .setParams(Any.pack(Params.newBuilder()
                                                .setBidDepositMin(Coin.newBuilder()
                                                        .setDenom("uusd")
                                                        .setAmount("500"))
                                                .setBidDepositPeriods(100)
                                                .build())))
                                .build();
                    case "market/Orders" ->
                        QueryOrdersResponse.newBuilder()
                                .addAllOrders(orders.values().stream()
                                        .filter(order -> order.getState() == Order.State.OPEN)
                                        .toList())
                                .build();
                    case "market/Bids" ->
                        QueryBidsResponse.newBuilder()
                                .addAllBids(bids.values().stream()
                                        .filter(bid -> bid.getState() == Bid.State.OPEN)
                                        .toList())
                                .build();
                    case "market/Leases" -> leases(((QueryLeasesRequest) request).getState());
                    case "market/Order" -> order(OrderId.of(((QueryOrderRequest) request).getId()));
                    case "market/Lease" -> lease(LeaseId.of(((QueryLeaseRequest) request).getId()));
                    case "market/Deployment" -> deployment(DeploymentId.of(((QueryDeploymentRequest) request).getId()));
                    case "accounts/Account" -> account(((QueryAccountRequest) request).getAddress());
                    case String other -> throw new IllegalArgumentException("unknown to the fake ledger: " + other);
                };
    }

    private QueryLeasesResponse leases(Lease.State state) {
        return QueryLeasesResponse.newBuilder()
                .addAllLeases(leases.values().stream()
                        .filter(lease -> lease.getState() == state)
                        .toList())
                .build();
    }

    private QueryOrderResponse order(OrderId id) {
        QueryOrderResponse.Builder answer =
                QueryOrderResponse.newBuilder().setOrder(known(orders.get(id), "order " + id));
        bid(id).ifPresent(answer::addBids);
        return answer.build();
    }

    private QueryLeaseResponse lease(LeaseId id) {
        return QueryLeaseResponse.newBuilder()
                .setLease(known(leases.get(id), "lease " + id))
                .build();
    }

    private QueryDeploymentResponse deployment(DeploymentId id) {
        return QueryDeploymentResponse.newBuilder()
                .setDeployment(known(deployments.get(id), "deployment " + id))
                .addGroups(
                        Group.newBuilder().setId(id.group(1).toProto()).setSpec(known(specs.get(id), "group of " + id)))
                .build();
    }

    private QueryAccountResponse account(String address) {
        PublicKey key = known(keys.get(address), "account " + address);
        return QueryAccountResponse.newBuilder()
                .setAccount(Account.newBuilder().setAddress(address).setPublicKey(ByteString.copyFrom(key.bytes())))
                .build();
    }

    private static <T> T known(@Nullable T value, String what) {
        if (value == null) {
            String module = what.startsWith("account") ? "accounts" : "market";
            throw new RefusedException(1, module, "there is no " + what);
        }
        return value;
    }

    @Override
    public NodeStatus status() {
        return NodeStatus.newBuilder()
                .setChainId(Fixtures.CHAIN)
                .setHeight(blocks.size())
                .build();
    }

    @Override
    public BroadcastResponse submit(byte[] transaction, BroadcastRequest.Wait wait) {
        throw new UnsupportedOperationException("messages come through send");
    }

    @Override
    public TxResult simulate(byte[] transaction) {
        throw new UnsupportedOperationException("messages come through send");
    }

    @Override
    public Optional<TxRecord> transaction(Hash hash) {
        return Optional.empty();
    }

    @Override
    public Optional<BlockRecord> block(long height) {
        return Optional.empty();
    }

    @Override
    public EventStream follow(long fromHeight, Set<String> types) {
        throw new UnsupportedOperationException("blocks are handed over by the test");
    }

    @Override
    public Genesis genesis() {
        return Genesis.getDefaultInstance();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
