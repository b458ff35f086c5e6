package network.millrace.client.transactions;

import network.millrace.protocol.crypto.Hash;

/** The ledger said no: on admission, or when the transaction was executed. The message is the ledger's sentence. */
public final class TransactionFailedException extends RuntimeException {
    private final Hash hash;
    private final long height;
    private final int code;
    private final String codespace;

    TransactionFailedException(Hash hash, long height, int code, String codespace, String log) {
        super(log.isEmpty() ? "refused with code " + code + " of " + codespace : log);
        this.hash = hash;
        this.height = height;
        this.code = code;
        this.codespace = codespace;
    }

    public Hash hash() {
        return hash;
    }

    /** The block that executed it and took its fee; 0 when it was not admitted and cost nothing. */
    public long height() {
        return height;
    }

    public int code() {
        return code;
    }

    /** Module whose reasons the codes are; "kernel" for the pipeline. */
    public String codespace() {
        return codespace;
    }
}
