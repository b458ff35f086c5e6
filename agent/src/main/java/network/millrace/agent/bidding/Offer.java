package network.millrace.agent.bidding;

import network.millrace.agent.inventory.Allotment;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;

/**
 * What one bid promises.
 *
 * @param untilMs block time at which the order ends if nothing else happens to it: the reservation is looked at again then
 */
public record Offer(GroupSpec group, Price price, Allotment allotment, long untilMs) {}
