package network.millrace.ledger.kernel;

import network.millrace.ledger.state.State;
import network.millrace.ledger.state.WriteSet;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.Clock;

/**
 * What a block does.
 *
 * @param result for the world
 * @param writes for the store
 * @param clock after it
 * @param state the same writes before they were encoded
 */
public record BlockOutcome(BlockResult result, WriteSet writes, Clock clock, State state) {}
