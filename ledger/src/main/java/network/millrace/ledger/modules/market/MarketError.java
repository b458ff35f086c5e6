package network.millrace.ledger.modules.market;

import network.millrace.ledger.kernel.ErrorCode;

/** Why the market refuses. A number never changes its meaning. */
enum MarketError implements ErrorCode {
    DEPLOYMENT_UNKNOWN(1, "There is no such deployment."),
    DEPLOYMENT_EXISTS(2, "The owner has used this dseq before."),
    DEPLOYMENT_CLOSED(3, "The deployment is closed."),
    BAD_GROUPS(4, "The groups are not what they must be."),
    BAD_HASH(5, "The manifest's hash is not 32 bytes."),
    SAME_HASH(6, "The deployment has this hash already."),
    BAD_TERMS(7, "The order's terms are not what they must be."),
    DENOM_NOT_ACCEPTED(8, "The network does not price leases in this denomination."),
    DEPOSIT_TOO_LOW(9, "The deposit is below the least one."),
    GROUP_UNKNOWN(10, "There is no such group."),
    GROUP_STATE(11, "The group's state does not allow this."),
    ORDER_UNKNOWN(12, "There is no such order."),
    ORDER_NOT_OPEN(13, "The order takes no bids."),
    BID_UNKNOWN(14, "There is no such bid."),
    BID_EXISTS(15, "The provider has bid on this order already."),
    BID_NOT_OPEN(16, "The bid is not open."),
    PROVIDER_NOT_REGISTERED(17, "The bidder is not a registered provider."),
    OWN_ORDER(18, "A tenant cannot bid on its own order."),
    PRICE_INVALID(19, "The price is nothing, too high or of another denomination."),
    OFFER_INVALID(20, "The offer does not cover what the order asks for."),
    DOES_NOT_MATCH(21, "The provider's registration does not cover the order."),
    BID_FIELD_RESERVED(22, "The bid uses a field that is reserved."),
    BOOK_FULL(23, "The order has as many bids as it may, and this one is not better enough than the worst."),
    PROVIDER_FAILED_BEFORE(24, "The provider was awarded this order before and failed."),
    AWARDED_BY_LEDGER(25, "The ledger awards this order, not the tenant."),
    LEASE_UNKNOWN(26, "There is no such lease."),
    LEASE_STATE(27, "The lease's state does not allow this."),
    BAD_REASON(28, "The reason cannot be given here."),
    BAD_TEXT(29, "A text is too long."),
    TOO_EARLY(30, "The reason can be given later only.");

    private final int code;
    private final String sentence;

    MarketError(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String codespace() {
        return MarketModule.NAME;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
