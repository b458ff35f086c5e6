package network.millrace.node.engine;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.Optional;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.NodeStatus;

/** What the doors of a node need of the engine that orders its blocks. Safe for any number of threads. */
public interface Engine extends AutoCloseable {

    /**
     * Offers a transaction, and answers once it was admitted or refused. A transaction that waits for a block already, or is in
     * one, is not a mistake: it is answered as the first time, so that a sender may repeat what it got no answer to.
     */
    BroadcastResponse submit(ByteString transaction);

    /** As {@link #submit}, but answers once the transaction's block is durable; with what is known when {@code limit} has passed. */
    BroadcastResponse submitAndWait(ByteString transaction, Duration limit) throws InterruptedException;

    /** What a transaction would do now, without signatures, and what it would cost. */
    TxResult simulate(ByteString transaction);

    /** Asks a module at the last committed block. Throws the ledger's {@code Rejection} with the module's code. */
    Message query(String module, String method, Message request);

    /** An empty request of a module's query. Throws the ledger's {@code Rejection} when there is none of that name. */
    Message queryPrototype(String module, String method);

    /** Where the engine is. */
    NodeStatus status();

    /** What happened in each block, from any height on. */
    EventFeed events();

    /** Why the engine has stopped by itself; empty while it works. */
    Optional<String> failure();

    @Override
    void close();
}
