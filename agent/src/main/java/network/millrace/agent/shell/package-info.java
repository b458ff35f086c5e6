/**
 * Threads, clocks and IO around the core: follows the ledger, carries effects out on virtual threads and hands their outcomes
 * back. All calls to the core are made under one lock.
 */
@NullMarked
package network.millrace.agent.shell;

import org.jspecify.annotations.NullMarked;
