package network.millrace.ledger.modules.accounts;

import network.millrace.ledger.kernel.ErrorCode;

/** Why the accounts module refuses. */
public enum AccountsError implements ErrorCode {
    ACCOUNT_UNKNOWN(1, "The account does not exist.");

    private final int code;
    private final String sentence;

    AccountsError(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String codespace() {
        return AccountsModule.NAME;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
