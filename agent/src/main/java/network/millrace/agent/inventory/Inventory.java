package network.millrace.agent.inventory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import network.millrace.protocol.ids.OrderId;

/**
 * What is offered and who holds which part of it. A value: each change gives a new one. The laws are in the package description.
 *
 * @param offered what the provider offers in all
 * @param reservations by order, oldest first
 * @param held the sum of all reservations
 */
public record Inventory(Allotment offered, Map<OrderId, Reservation> reservations, Allotment held) {

    public Inventory {
        reservations = Collections.unmodifiableMap(new LinkedHashMap<>(reservations));
    }

    public static Inventory empty(Allotment offered) {
        return new Inventory(offered, Map.of(), Allotment.NOTHING);
    }

    /** What nobody holds. */
    public Allotment free() {
        return offered.minusAtMost(held);
    }

    public Optional<Reservation> reservation(OrderId order) {
        return Optional.ofNullable(reservations.get(order));
    }

    /**
     * Promises a part to an order. An order that already holds something keeps exactly that.
     *
     * @return empty when it does not fit into what is free
     */
    public Optional<Inventory> reserve(OrderId order, Allotment allotment, long untilMs) {
        if (reservations.containsKey(order)) {
            return Optional.of(this);
        }
        if (!free().covers(allotment)) {
            return Optional.empty();
        }
        return Optional.of(with(new Reservation(order, allotment, new Reservation.Pending(untilMs))));
    }

    /** Records a promise that was made earlier, whether it still fits or not. An order that already holds something keeps that. */
    public Inventory hold(OrderId order, Allotment allotment, long untilMs) {
        return reservations.containsKey(order)
                ? this
                : with(new Reservation(order, allotment, new Reservation.Pending(untilMs)));
    }

    /** A pending reservation lasts longer: the ledger was asked, and its bid still stands. */
    public Inventory extend(OrderId order, long untilMs) {
        Reservation present = reservations.get(order);
        if (present == null || present.isLeased()) {
            return this;
        }
        return with(new Reservation(order, present.allotment(), new Reservation.Pending(untilMs)));
    }

    /**
     * Records what a lease on the ledger holds, whether it fits or not: a contract that exists is a fact, not a request. When
     * more is held than offered, free is zero.
     */
    public Inventory lease(OrderId order, Allotment allotment) {
        Reservation present = reservations.get(order);
        Allotment kept = present == null ? allotment : present.allotment();
        return release(order).with(new Reservation(order, kept, new Reservation.Leased()));
    }

    /** Gives back what an order holds. */
    public Inventory release(OrderId order) {
        if (!reservations.containsKey(order)) {
            return this;
        }
        return changed(map -> map.remove(order));
    }

    /** The same reservations under another offer, for example after the operator changed the share. */
    public Inventory offering(Allotment newOffer) {
        return new Inventory(newOffer, reservations, held);
    }

    /** Orders whose pending reservation has outlived its time. */
    public List<OrderId> expiredAt(long nowMs) {
        return reservations.values().stream()
                .filter(reservation -> reservation.isExpiredAt(nowMs))
                .map(Reservation::order)
                .toList();
    }

    private Inventory with(Reservation reservation) {
        return changed(map -> map.put(reservation.order(), reservation));
    }

    private Inventory changed(Consumer<Map<OrderId, Reservation>> change) {
        Map<OrderId, Reservation> copy = new LinkedHashMap<>(reservations);
        change.accept(copy);
        Allotment sum = copy.values().stream().map(Reservation::allotment).reduce(Allotment.NOTHING, Allotment::plus);
        return new Inventory(offered, copy, sum);
    }
}
