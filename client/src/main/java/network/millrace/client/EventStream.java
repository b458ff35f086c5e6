package network.millrace.client;

import java.util.Optional;
import network.millrace.protocol.node.v1.BlockEvents;

/** The ledger's blocks one after another, each once and none left out. For one reading thread; any thread may close it. */
public interface EventStream extends AutoCloseable {
    /**
     * Waits for the next block. It reconnects by itself.
     *
     * @return the block's events; empty once the stream has been closed
     * @throws NetworkException when no node could be reached for longer than the stream's patience; a further call tries
     *     again
     * @throws RefusedException when no node has the block any more (read the present state, then follow from there), or at
     *     the start none knows the height or a type of event
     * @throws InterruptedException when the thread is interrupted while waiting
     */
    Optional<BlockEvents> next() throws InterruptedException;

    @Override
    void close();
}
