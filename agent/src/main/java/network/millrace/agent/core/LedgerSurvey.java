package network.millrace.agent.core;

import java.util.List;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.Params;

/**
 * What the ledger says that concerns this provider.
 *
 * @param height all of it is at least as new as this block
 * @param orders all open orders
 * @param bids this provider's open bids
 * @param leases this provider's leases that are awarded or active
 */
public record LedgerSurvey(long height, Params params, List<Order> orders, List<Bid> bids, List<Lease> leases) {

    public LedgerSurvey {
        orders = List.copyOf(orders);
        bids = List.copyOf(bids);
        leases = List.copyOf(leases);
    }
}
