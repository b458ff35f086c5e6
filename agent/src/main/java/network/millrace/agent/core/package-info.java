/**
 * The provider as one machine: facts come in (blocks, manifests, answers to what it asked for, the time), effects go out.
 *
 * <p>{@link network.millrace.agent.core.AgentCore} does no IO, reads no clock and has no threads; whoever drives it calls one
 * method at a time. In a real agent the shell drives it and carries effects out on virtual threads; in the simulation the world
 * does both on one thread in virtual time.
 *
 * <ul>
 *   <li>{@link network.millrace.agent.core.Effect.Append} is carried out before any effect behind it in the same list: a promise
 *       is on disk before it is made.
 *   <li>Every other effect may be carried out at any time and in any order, and is answered by
 *       {@link network.millrace.agent.core.AgentCore#onEffectDone} exactly once. The same effect is never under way twice.
 *   <li>An effect that got no answer is retried here and nowhere else, with growing waits.
 *   <li>All facts may come twice, late, or not at all: a survey of the ledger and an inspection of the runtime are repeated and
 *       mend what was missed. Only a lease that the ledger says is closed ends a workload.
 * </ul>
 */
@NullMarked
package network.millrace.agent.core;

import org.jspecify.annotations.NullMarked;
