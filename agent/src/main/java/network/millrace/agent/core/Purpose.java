package network.millrace.agent.core;

import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;

/** What a transaction is for, so that its outcome finds its way back. */
public sealed interface Purpose {

    record Bid(OrderId order) implements Purpose {}

    record WithdrawBid(OrderId order) implements Purpose {}

    record Ready(LeaseId lease) implements Purpose {}

    record CloseLease(LeaseId lease) implements Purpose {}

    record DrawEarnings(LeaseId lease) implements Purpose {}
}
