package network.millrace.ledger.modules.bank;

import network.millrace.ledger.kernel.ErrorCode;

/** Why the bank refuses. */
public enum BankError implements ErrorCode {
    INSUFFICIENT_FUNDS(1, "The sender does not have what it wants to send."),
    COINS_INVALID(2, "Coins must be there, sorted by denomination, each once, none zero."),
    DENOM_UNKNOWN(3, "The denomination does not exist on this network."),
    ADDRESS_INVALID(4, "An address cannot be read."),
    RECIPIENT_MODULE(5, "Nobody sends money to a module's account.");

    private final int code;
    private final String sentence;

    BankError(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String codespace() {
        return BankModule.NAME;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
