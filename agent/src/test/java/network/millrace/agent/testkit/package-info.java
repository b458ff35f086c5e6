/** A hand-written ledger and a stage on which one agent plays in virtual time. */
@NullMarked
package network.millrace.agent.testkit;

import org.jspecify.annotations.NullMarked;
