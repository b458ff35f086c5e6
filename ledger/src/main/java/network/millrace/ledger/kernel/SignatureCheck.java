package network.millrace.ledger.kernel;

import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.tx.Transaction;
import network.millrace.protocol.tx.Transactions;

/**
 * One signature to verify. What was signed is hashed only when {@link #isValid} is asked, so that a verifier which knows
 * the answer by {@link #id} need not hash again.
 */
public record SignatureCheck(Transaction transaction, int signer, String chainId, long accountNumber) {
    /**
     * What the answer depends on: the hash covers messages, keys and signatures, and the number is what the ledger added.
     * Holds for one chain id.
     */
    public record Id(Hash transaction, int signer, long accountNumber) {}

    public Id id() {
        return new Id(transaction.hash(), signer, accountNumber);
    }

    /** Verifies the signature, which is slow. */
    public boolean isValid() {
        var signed = transaction.signers().get(signer);
        byte[] digest = Transactions.signDigest(transaction.raw(), chainId, accountNumber);
        return signed.key().verify(digest, signed.signature().toByteArray());
    }
}
