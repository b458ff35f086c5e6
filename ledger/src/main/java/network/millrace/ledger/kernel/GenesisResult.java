package network.millrace.ledger.kernel;

import network.millrace.ledger.state.WriteSet;
import network.millrace.protocol.ledger.v1.Clock;

/** The first state of a network: what to write into an empty store, and the clock with the first app hash. */
public record GenesisResult(WriteSet writes, Clock clock) {}
