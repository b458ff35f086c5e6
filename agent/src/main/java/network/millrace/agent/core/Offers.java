package network.millrace.agent.core;

import network.millrace.agent.bidding.Offer;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.inventory.GroupNeeds;
import network.millrace.agent.inventory.Inventory;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.money.Price;

/** Offers read back from the ledger. */
final class Offers {

    private Offers() {}

    /** What a bid that stands on the ledger promises. */
    static Offer of(Order order, Bid bid, long untilMs, Inventory inventory) {
        Allotment allotment = GroupNeeds.allot(order.getSpec(), inventory.free())
                .or(() -> GroupNeeds.allot(order.getSpec(), inventory.offered()))
                .orElse(Allotment.NOTHING);
        return new Offer(order.getSpec(), Price.of(bid.getPrice()), allotment, untilMs);
    }
}
