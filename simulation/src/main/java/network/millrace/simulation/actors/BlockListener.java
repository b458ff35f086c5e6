package network.millrace.simulation.actors;

import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;

/** Is shown each durable block once, in order, also one of which a crash kept everybody else from hearing. */
@FunctionalInterface
public interface BlockListener {
    void block(BlockRecord record, BlockEvents events);
}
