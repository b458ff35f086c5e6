package network.millrace.ledger.modules.escrow;

import network.millrace.ledger.kernel.ErrorCode;

/** Why escrow refuses. A number never changes its meaning. */
enum EscrowError implements ErrorCode {
    ACCOUNT_UNKNOWN(1, "There is no such escrow account."),
    ACCOUNT_NOT_OPEN(2, "The escrow account is closed or has run dry."),
    DENOM_DIFFERS(3, "The money is not of the account's denomination."),
    AMOUNT_NOT_POSITIVE(4, "A deposit must be more than nothing."),
    TOO_MANY_DEPOSITS(5, "The account holds money of as many depositors as it may."),
    DEPOSIT_IS_FIXED(6, "Nobody can add to the deposit of a bid.");

    private final int code;
    private final String sentence;

    EscrowError(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String codespace() {
        return EscrowModule.NAME;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
