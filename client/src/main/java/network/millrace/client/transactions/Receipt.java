package network.millrace.client.transactions;

import com.google.protobuf.Message;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.registry.MessageTypes;

/** A transaction that is in a block and was executed. */
public record Receipt(Hash hash, long height, TxResult result) {
    /**
     * The answer to one of the transaction's messages.
     *
     * @param index of the message within the transaction
     * @throws IllegalStateException when the answer is of another type
     */
    public <R extends Message> R response(int index, R prototype) {
        Message response = MessageTypes.unpack(result.getResponses(index));
        if (!prototype.getClass().isInstance(response)) {
            throw new IllegalStateException("message " + index + " was answered with a "
                    + response.getDescriptorForType().getFullName() + ", not a "
                    + prototype.getDescriptorForType().getFullName());
        }
        @SuppressWarnings("unchecked") // Checked above.
        R typed = (R) response;
        return typed;
    }
}
