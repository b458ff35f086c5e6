package network.millrace.agent.core;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.millrace.agent.bidding.Offer;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.inventory.GroupNeeds;
import network.millrace.agent.inventory.Inventory;
import network.millrace.agent.inventory.Reservation;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.resources.v1.GroupSpec;

/** The inventory, with each change written to the journal before anything is promised on the strength of it. */
final class Holdings {

    private final Outbox outbox;
    /** Orders that hold something on the ledger whose size is still being read. */
    private final Set<OrderId> uncounted = new HashSet<>();

    private Inventory inventory;

    Holdings(Allotment offered, Outbox outbox) {
        this.inventory = Inventory.empty(offered);
        this.outbox = outbox;
    }

    Inventory inventory() {
        return inventory;
    }

    /** The ledger shows a bid or lease of this order: if nothing is held for it, its size has to be read before all else. */
    void expect(OrderId order) {
        if (inventory.reservation(order).isEmpty()) {
            uncounted.add(order);
        }
    }

    /** What the order holds is known from here on, if anything. */
    void counted(OrderId order) {
        uncounted.remove(order);
    }

    /** Whether something is held whose size is not known: until then what seems free may not be. */
    boolean isCounting() {
        return !uncounted.isEmpty();
    }

    /** Whether the order holds what the offer promises from here on. */
    boolean reserve(OrderId order, Offer offer, long nowMs) {
        Optional<Inventory> reserved = inventory.reserve(order, offer.allotment(), offer.untilMs());
        if (reserved.isEmpty()) {
            return false;
        }
        if (inventory.reservation(order).isEmpty()) {
            outbox.append(Records.reserved(order, offer), nowMs);
        }
        inventory = reserved.get();
        return true;
    }

    /** Holds a promise made earlier, whether it still fits or not. */
    void hold(OrderId order, Offer offer, long nowMs) {
        if (inventory.reservation(order).isEmpty()) {
            outbox.append(Records.reserved(order, offer), nowMs);
            inventory = inventory.hold(order, offer.allotment(), offer.untilMs());
        }
    }

    /** A promise of the journal: it is on disk already. */
    void remember(OrderId order, Offer offer) {
        inventory = inventory.hold(order, offer.allotment(), offer.untilMs());
    }

    void extend(OrderId order, long untilMs) {
        inventory = inventory.extend(order, untilMs);
    }

    void release(OrderId order, String reason, long nowMs) {
        if (inventory.reservation(order).isPresent()) {
            outbox.append(Records.released(order, reason), nowMs);
            inventory = inventory.release(order);
        }
    }

    /** The order became a lease. */
    void lease(LeaseId lease, GroupSpec spec, long nowMs) {
        if (inventory.reservation(lease.order()).filter(Reservation::isLeased).isEmpty()) {
            outbox.append(Records.held(lease, spec), nowMs);
            rememberLease(lease, spec);
        }
    }

    void rememberLease(LeaseId lease, GroupSpec spec) {
        counted(lease.order());
        Allotment allotment = GroupNeeds.allot(spec, inventory.offered()).orElse(Allotment.NOTHING);
        inventory = inventory.lease(lease.order(), allotment);
    }

    void forget(LeaseId lease, long nowMs) {
        counted(lease.order());
        outbox.append(Records.forgotten(lease), nowMs);
        inventory = inventory.release(lease.order());
    }

    List<OrderId> expiredAt(long nowMs) {
        return inventory.expiredAt(nowMs);
    }
}
