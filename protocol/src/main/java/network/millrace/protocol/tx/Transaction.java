package network.millrace.protocol.tx;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.List;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.cosmos.tx.v1beta1.AuthInfo;
import network.millrace.protocol.cosmos.tx.v1beta1.TxBody;
import network.millrace.protocol.cosmos.tx.v1beta1.TxRaw;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PublicKey;
import network.millrace.protocol.registry.MessageType;

/**
 * A transaction whose form has been checked: canonical bytes, known messages, a key and a signature for each account that
 * must sign. Nothing is said yet about balances, sequences or whether the signatures are right.
 *
 * @param raw the envelope as it came
 * @param hash SHA-256 of the transaction's bytes, its name on the network
 * @param size length of those bytes
 * @param feePayer who pays the fee: the account the fee names, else the first signer
 * @param signers in the order in which the messages name them, none twice; a fee payer that no message names comes last
 */
public record Transaction(
        TxRaw raw,
        Hash hash,
        int size,
        TxBody body,
        AuthInfo authInfo,
        List<TransactionMessage> messages,
        Address feePayer,
        List<Signer> signers) {

    /** One message with its type and the account that must sign it. */
    public record TransactionMessage(MessageType type, Message message, Address signer) {}

    /**
     * One signature.
     *
     * @param key whatever the transaction names; that it is the address's own, the ledger checks with the account at hand
     * @param sequence unsigned; 0 in unordered transactions
     */
    public record Signer(Address address, PublicKey key, long sequence, ByteString signature) {}
}
