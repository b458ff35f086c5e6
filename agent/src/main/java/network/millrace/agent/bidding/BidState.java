package network.millrace.agent.bidding;

/** Where one order stands with this provider; the picture is in the package description. */
public sealed interface BidState {

    /** Seen, and being read from the ledger. */
    record Reading() implements BidState {}

    /** Reserved; the bid is on its way. */
    record Sending(Offer offer) implements BidState {}

    /** Reserved; whether the bid stands is being read from the ledger. */
    record Unsure(Offer offer) implements BidState {}

    /**
     * Reserved; the ledger refused the bid, and is asked once more before the reservation goes: an earlier copy of the same bid,
     * sent before a restart, may be what made this one a duplicate.
     */
    record Doubted(Offer offer, String reason) implements BidState {}

    /** Reserved; the bid stands on the ledger. */
    record Standing(Offer offer) implements BidState {}

    /** Reserved; the bid is being taken back. */
    record Withdrawing(Offer offer) implements BidState {}

    /** Awarded: the reservation belongs to the lease from here on. */
    record Won(Offer offer) implements BidState {}

    /** Over, nothing is held. */
    record Ended(String reason) implements BidState {}

    /** Whether nothing more will happen here. */
    default boolean isOver() {
        return this instanceof Won || this instanceof Ended;
    }

    /** Whether the order must hold a reservation in this state. */
    default boolean holdsReservation() {
        return switch (this) {
            case Reading _, Ended _ -> false;
            case Sending _, Unsure _, Doubted _, Standing _, Withdrawing _, Won _ -> true;
        };
    }
}
