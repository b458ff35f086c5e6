package network.millrace.agent.bidding;

/** What can happen to an order that the provider looks at. */
public sealed interface BidEvent {

    /** The order was read, is open, and no bid of this provider is on it. */
    record Open(Offer offer) implements BidEvent {}

    /** The order was read, is open, but this provider would not bid. */
    record Unwanted(Verdict.WouldNot verdict) implements BidEvent {}

    /** The order was read, and this provider's bid stands. */
    record Found(Offer offer) implements BidEvent {}

    /** The order or its bid is over for this provider: closed, lost, refused, unknown to the ledger. */
    record Over(String reason) implements BidEvent {}

    /** The ledger took the bid. */
    record Accepted() implements BidEvent {}

    /** The ledger refused the message: nothing of it is in force. */
    record Refused(String reason) implements BidEvent {}

    /** Nobody knows whether the ledger took the message. */
    record Unanswered(String reason) implements BidEvent {}

    /** The bid won. */
    record Awarded() implements BidEvent {}

    /** The reservation's time is over without a word from the ledger. */
    record Expired() implements BidEvent {}

    /** The provider no longer wants the bid, for example because its promise would not fit. */
    record Unwelcome(String reason) implements BidEvent {}
}
