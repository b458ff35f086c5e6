package network.millrace.agent.core;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.Set;
import network.millrace.agent.bidding.BidEvent;
import network.millrace.agent.lease.LeaseStage;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.BidClosed;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.BidId;
import network.millrace.protocol.market.v1.BidLost;
import network.millrace.protocol.market.v1.BidWindowOpened;
import network.millrace.protocol.market.v1.DeploymentUpdated;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.OrderClosed;
import network.millrace.protocol.market.v1.OrderOpened;

/** Tells the desks what a block's events mean for this provider. */
public final class BlockReader {

    /** The events that an agent needs; a stream of the ledger may leave out all others. */
    public static final Set<String> TYPES = Set.of(
            "OrderOpened",
            "BidWindowOpened",
            "OrderClosed",
            "BidCreated",
            "BidLost",
            "BidClosed",
            "LeaseAwarded",
            "LeaseReady",
            "LeaseClosed",
            "DeploymentUpdated");

    private final String provider;
    private final OrderDesk orders;
    private final LeaseDesk leases;

    BlockReader(AgentIdentity identity, OrderDesk orders, LeaseDesk leases) {
        this.provider = identity.provider().toString();
        this.orders = orders;
        this.leases = leases;
    }

    void read(Any event, long nowMs) {
        String name = event.getTypeUrl().substring(event.getTypeUrl().lastIndexOf('.') + 1);
        switch (name) {
            case "OrderOpened" ->
                orders.opened(OrderId.of(parse(event, OrderOpened.parser()).getId()), nowMs);
            case "BidWindowOpened" ->
                orders.opened(OrderId.of(parse(event, BidWindowOpened.parser()).getId()), nowMs);
            case "OrderClosed" -> orderClosed(parse(event, OrderClosed.parser()), nowMs);
            case "BidCreated" -> bidCreated(parse(event, BidCreated.parser()).getId(), nowMs);
            case "BidLost" -> bidLost(parse(event, BidLost.parser()), nowMs);
            case "BidClosed" -> bidClosed(parse(event, BidClosed.parser()), nowMs);
            case "LeaseAwarded" -> awarded(parse(event, LeaseAwarded.parser()), nowMs);
            case "LeaseReady" -> ready(parse(event, LeaseReady.parser()));
            case "LeaseClosed" -> leaseClosed(parse(event, LeaseClosed.parser()), nowMs);
            case "DeploymentUpdated" -> updated(parse(event, DeploymentUpdated.parser()));
            default -> {
                // Of another module, or of no concern to a provider.
            }
        }
    }

    private void bidCreated(BidId id, long nowMs) {
        if (id.getProvider().equals(provider)) {
            orders.bidStands(network.millrace.protocol.ids.BidId.of(id).order(), nowMs);
        }
    }

    private void orderClosed(OrderClosed event, long nowMs) {
        orders.happened(
                OrderId.of(event.getId()), new BidEvent.Over("the order was closed: " + event.getReason()), nowMs);
    }

    private void bidLost(BidLost event, long nowMs) {
        onBid(event.getId(), new BidEvent.Over("lost: " + event.getReason() + ", " + event.getText()), nowMs);
    }

    private void bidClosed(BidClosed event, long nowMs) {
        onBid(event.getId(), new BidEvent.Over("the bid was closed: " + event.getReason()), nowMs);
    }

    private void awarded(LeaseAwarded event, long nowMs) {
        if (!event.getId().getProvider().equals(provider)) {
            return;
        }
        LeaseId lease = LeaseId.of(event.getId());
        orders.happened(lease.order(), new BidEvent.Awarded(), nowMs);
        leases.found(lease, LeaseStage.AWARDED, event.getReadyByMs());
    }

    private void ready(LeaseReady event) {
        if (event.getId().getProvider().equals(provider)) {
            leases.found(LeaseId.of(event.getId()), LeaseStage.ACTIVE, 0);
        }
    }

    private void leaseClosed(LeaseClosed event, long nowMs) {
        if (event.getId().getProvider().equals(provider)) {
            leases.closed(event, nowMs);
        }
    }

    private void updated(DeploymentUpdated event) {
        leases.updated(DeploymentId.of(event.getId()), Hash.of(event.getHash()));
    }

    private void onBid(BidId id, BidEvent event, long nowMs) {
        if (id.getProvider().equals(provider)) {
            orders.happened(network.millrace.protocol.ids.BidId.of(id).order(), event, nowMs);
        }
    }

    /** @throws IllegalStateException when the ledger's own event cannot be read: going on would miss what it says */
    private static <E extends Message> E parse(Any event, Parser<E> parser) {
        try {
            return parser.parseFrom(event.getValue());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an event of type " + event.getTypeUrl() + " cannot be read", e);
        }
    }
}
