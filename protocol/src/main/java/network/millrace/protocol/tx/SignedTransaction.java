package network.millrace.protocol.tx;

import network.millrace.protocol.cosmos.tx.v1beta1.TxRaw;
import network.millrace.protocol.crypto.Hash;

/** A transaction ready to be sent, and the hash by which it is found again. */
public record SignedTransaction(TxRaw raw, Hash hash) {
    static SignedTransaction of(TxRaw raw) {
        return new SignedTransaction(raw, Transactions.hash(raw.toByteArray()));
    }

    /** The bytes to send. */
    public byte[] bytes() {
        return raw.toByteArray();
    }
}
