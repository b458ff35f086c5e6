package network.millrace.client;

import com.google.protobuf.Message;
import java.util.Optional;
import java.util.Set;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.node.v1.TxRecord;

/**
 * The way to a ledger: submit, query, follow. Calls block. Safe for use by several threads.
 *
 * <p>Every call throws {@link NetworkException} when no node answers, which may be tried again, and its subtype
 * {@link RefusedException} when a node answers no, which may not.
 */
public interface Network extends AutoCloseable {
    /** Where the node stands. */
    NodeStatus status();

    /**
     * Hands in a transaction. A transaction that the node does not admit comes back with the code of the refusal, not as an
     * exception. After a NetworkException it may have been admitted all the same.
     *
     * @param transaction the bytes of a TxRaw
     * @param wait until when to wait for the answer
     */
    BroadcastResponse submit(byte[] transaction, BroadcastRequest.Wait wait);

    /** What a transaction would do at the latest block; signatures and fee are not looked at. */
    TxResult simulate(byte[] transaction);

    /** A transaction that is in a block; empty while it is in none. */
    Optional<TxRecord> transaction(Hash hash);

    /** The block of a height; empty when the node does not have it. */
    Optional<BlockRecord> block(long height);

    /**
     * Asks a module.
     *
     * @param module such as {@code market}; {@code kernel} for clock and parameters
     * @param method name of the method in the module's Query service, such as {@code Leases}
     * @param prototype default instance of the answer's type
     */
    <R extends Message> R query(String module, String method, Message request, R prototype);

    /**
     * Follows the ledger block by block, without gaps.
     *
     * @param fromHeight first block wanted; 0 = the next one that comes
     * @param types names of the event messages wanted, such as {@code OrderOpened}; empty = all
     */
    EventStream follow(long fromHeight, Set<String> types);

    /** The genesis this network began with. */
    Genesis genesis();

    /** Gives back connections; streams end. */
    @Override
    void close();
}
