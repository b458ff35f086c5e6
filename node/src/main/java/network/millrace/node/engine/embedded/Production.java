package network.millrace.node.engine.embedded;

import java.util.List;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.node.v1.BlockRecord;

/**
 * A block that was made, and the transactions that left the mempool without being in it.
 *
 * @param record the block and its result, durable
 * @param evicted in the order in which they had been admitted
 */
public record Production(BlockRecord record, List<Evicted> evicted) {

    /** Copies the list. */
    public Production {
        evicted = List.copyOf(evicted);
    }

    /** A transaction that will not be in a block, and why. */
    public record Evicted(Hash hash, int code, String codespace, String log) {}
}
