package network.millrace.simulation.actors;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.millrace.client.NetworkException;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderId;
import network.millrace.protocol.market.v1.QueryBidsRequest;
import network.millrace.protocol.market.v1.QueryBidsResponse;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.market.v1.QueryOrdersRequest;
import network.millrace.protocol.market.v1.QueryOrdersResponse;
import network.millrace.protocol.market.v1.ResourceOffer;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Draw;

/**
 * A provider without an agent, whose operator plays: forbidden bids, bids at a pittance, bids taken back, workloads reported ready
 * that do not exist, leases left while they are paid for. It ends everything it has when it is told to rest.
 */
public final class RogueProvider {
    private static final long LOOK_MIN_MS = 2_000;
    private static final long LOOK_MAX_MS = 15_000;
    private static final long DEPOSIT = 40_000_000;
    private static final int SEEN_MAX = 500;

    private final ProviderOffer offer;
    private final Surroundings around;
    private final Faults faults;
    private final TransactionSender sender;
    private final SimulatedNetwork network;
    private final Draw draw;
    private final Set<String> seen = new TreeSet<>();
    private boolean resting;

    public RogueProvider(ProviderOffer offer, Surroundings around) {
        this.offer = offer;
        this.around = around;
        this.faults = around.faults();
        this.sender = around.sender(offer.party());
        this.network = around.network(offer.party().name());
        this.draw = around.world().draw("moods of " + offer.party());
    }

    /** Begins; registers only later, so that its first bids are those of a stranger. */
    public void start() {
        around.fibers().start(offer.party().name(), () -> {
            long registersMs = around.world().nowMs() + draw.between(1, 120_000);
            boolean registered = false;
            while (!resting) {
                around.fibers().pause(draw.between(LOOK_MIN_MS, LOOK_MAX_MS));
                if (!registered && around.world().nowMs() > registersMs) {
                    registered = send(offer.registration());
                }
                play();
            }
            leaveEverything();
        });
    }

    /** From now on it takes nothing new and gives up what it has. */
    public void rest() {
        resting = true;
    }

    public Party party() {
        return offer.party();
    }

    private void play() {
        try {
            orders().forEach(this::bid);
            bids().forEach(this::withdraw);
            leases(Lease.State.AWARDED).forEach(this::lie);
            leases(Lease.State.ACTIVE).forEach(this::abandon);
        } catch (NetworkException unreachable) {
            around.note(party() + " cannot look: " + unreachable.getMessage());
        }
    }

    private void bid(Order order) {
        if (seen.size() > SEEN_MAX || !seen.add(order.getId().toString())) {
            return;
        }
        if (faults.strikes(Fault.BID_FORBIDDEN, party().name())) {
            around.submitBlindly(party(), sender, forbidden(order));
        }
        if (faults.strikes(Fault.BID_EMPTY_PROMISE, party().name())) {
            send(bid(order, Price.ofWhole(Denom.UUSD, 1)).build());
        }
    }

    private MsgCreateBid forbidden(Order order) {
        Price ceiling = Price.of(order.getPriceMax());
        MsgCreateBid.Builder honest = bid(order, ceiling);
        return switch (draw.below(5)) {
            case 0 -> bid(order, ceiling.times(2)).build();
            case 1 ->
                honest.setOrder(order.getId().toBuilder().setOseq(order.getId().getOseq() + 1))
                        .build();
            case 2 -> honest.setDeposit(Money.of(Denom.UUSD, 1).toProto()).build();
            case 3 ->
                honest.setResourcesOffer(
                                0, honest.getResourcesOffer(0).toBuilder().setCount(900))
                        .build();
            default ->
                honest.setDeposit(Money.of(Denom.UUSD, Long.MAX_VALUE).toProto())
                        .build();
        };
    }

    private MsgCreateBid.Builder bid(Order order, Price price) {
        MsgCreateBid.Builder bid = MsgCreateBid.newBuilder()
                .setProvider(party().address().toString())
                .setOrder(order.getId())
                .setPrice(price.toProto())
                .setDeposit(Money.of(Denom.UUSD, DEPOSIT).toProto());
        for (ResourceUnit unit : order.getSpec().getResourcesList()) {
            bid.addResourcesOffer(
                    ResourceOffer.newBuilder().setResource(unit.getResource()).setCount(unit.getCount()));
        }
        return bid;
    }

    private void withdraw(Bid bid) {
        if (faults.strikes(Fault.BID_WITHDRAWN, party().name())) {
            send(close(orderOf(bid), CloseReason.WITHDRAWN));
        }
    }

    private void lie(Lease lease) {
        if (faults.strikes(Fault.READY_FALSE, party().name())) {
            send(MsgLeaseReady.newBuilder()
                    .setProvider(party().address().toString())
                    .setOrder(orderOf(lease))
                    .addDigests("web=sha256:" + "0".repeat(64))
                    .build());
        } else if (draw.chance(100_000)) {
            send(close(orderOf(lease), draw.pick(List.of(CloseReason.values()))));
        }
    }

    private void abandon(Lease lease) {
        if (faults.strikes(Fault.LEASE_ABANDONED, party().name())) {
            send(close(orderOf(lease), draw.pick(List.of(CloseReason.values()))));
        }
    }

    private void leaveEverything() {
        boolean left = false;
        while (!left) {
            try {
                bids().forEach(bid -> send(close(orderOf(bid), CloseReason.WITHDRAWN)));
                leases(Lease.State.AWARDED).forEach(lease -> send(close(orderOf(lease), CloseReason.DECOMMISSION)));
                leases(Lease.State.ACTIVE).forEach(lease -> send(close(orderOf(lease), CloseReason.DECOMMISSION)));
                left = bids().isEmpty()
                        && leases(Lease.State.AWARDED).isEmpty()
                        && leases(Lease.State.ACTIVE).isEmpty();
            } catch (NetworkException unreachable) {
                around.fibers().pause(LOOK_MIN_MS);
            }
        }
    }

    private MsgCloseBid close(OrderId order, CloseReason reason) {
        CloseReason named = reason == CloseReason.UNRECOGNIZED ? CloseReason.UNSTABLE : reason;
        return MsgCloseBid.newBuilder()
                .setProvider(party().address().toString())
                .setOrder(order)
                .setReason(named)
                .setText("because I say so")
                .build();
    }

    private boolean send(Message message) {
        return around.trySend(party(), sender, message);
    }

    private List<Order> orders() {
        return network.query(
                        "market",
                        "Orders",
                        QueryOrdersRequest.newBuilder()
                                .setState(Order.State.OPEN)
                                .build(),
                        QueryOrdersResponse.getDefaultInstance())
                .getOrdersList();
    }

    private List<Bid> bids() {
        return network.query(
                        "market",
                        "Bids",
                        QueryBidsRequest.newBuilder()
                                .setProvider(party().address().toString())
                                .setState(Bid.State.OPEN)
                                .build(),
                        QueryBidsResponse.getDefaultInstance())
                .getBidsList();
    }

    private List<Lease> leases(Lease.State state) {
        return network.query(
                        "market",
                        "Leases",
                        QueryLeasesRequest.newBuilder()
                                .setProvider(party().address().toString())
                                .setState(state)
                                .build(),
                        QueryLeasesResponse.getDefaultInstance())
                .getLeasesList();
    }

    private static OrderId orderOf(Bid bid) {
        return OrderId.newBuilder()
                .setOwner(bid.getId().getOwner())
                .setDseq(bid.getId().getDseq())
                .setGseq(bid.getId().getGseq())
                .setOseq(bid.getId().getOseq())
                .build();
    }

    private static OrderId orderOf(Lease lease) {
        return OrderId.newBuilder()
                .setOwner(lease.getId().getOwner())
                .setDseq(lease.getId().getDseq())
                .setGseq(lease.getId().getGseq())
                .setOseq(lease.getId().getOseq())
                .build();
    }
}
