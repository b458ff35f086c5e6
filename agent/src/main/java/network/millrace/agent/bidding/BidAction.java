package network.millrace.agent.bidding;

/** What the agent does next about an order. */
public sealed interface BidAction {

    /** Read order and bids from the ledger. */
    record Read() implements BidAction {}

    /** Reserve, on disk too, before anything is promised. */
    record Reserve(Offer offer) implements BidAction {}

    /** Send the bid. */
    record Send(Offer offer) implements BidAction {}

    /** Take the bid back. */
    record Withdraw(String reason) implements BidAction {}

    /** Give the reservation back. */
    record Release(String reason) implements BidAction {}

    /** Keep the reasons for not bidding, so that the operator can ask. */
    record NoteRefusal(Verdict.WouldNot verdict) implements BidAction {}
}
