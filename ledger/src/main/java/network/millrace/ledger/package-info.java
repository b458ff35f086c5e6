/** The deterministic state machine: no IO, no clock, no randomness, no threads. */
@NullMarked
package network.millrace.ledger;

import org.jspecify.annotations.NullMarked;
