package network.millrace.ledger.kernel;

import network.millrace.ledger.state.WriteSet;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.Clock;

/** What a block does: its result for the world, its writes for the store, and the clock after it. */
public record BlockOutcome(BlockResult result, WriteSet writes, Clock clock) {}
