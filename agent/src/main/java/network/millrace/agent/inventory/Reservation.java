package network.millrace.agent.inventory;

import network.millrace.protocol.ids.OrderId;

/** A part of the machine that one order holds. */
public record Reservation(OrderId order, Allotment allotment, Hold hold) {

    /** How long it lasts. */
    public sealed interface Hold {}

    /** Promised by a bid; ends by itself after this block time unless the bid becomes a lease. */
    public record Pending(long untilMs) implements Hold {}

    /** Held by a lease until it is released. */
    public record Leased() implements Hold {}

    public boolean isLeased() {
        return hold instanceof Leased;
    }

    boolean isExpiredAt(long nowMs) {
        return hold instanceof Pending pending && nowMs > pending.untilMs();
    }
}
