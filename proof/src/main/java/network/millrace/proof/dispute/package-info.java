/**
 * Settles which of two parties computed wrongly, by having one of them show ever smaller parts of what it has committed to.
 *
 * <pre>
 *   FindCheckpoint ─ OpenBefore ─ FindStep ─ OpenTrace ─ FindOperation ┬ FindOutput ─ FindTile ─ FindElement ─ FindLink ─ ProveLink
 *                                                                      └ FindSlot ─ ProveOutput
 * </pre>
 *
 * The defender reveals, the challenger picks the first part that it disagrees with, and the referee computes one link from
 * tiles that the defender opens. Only the defender ever shows anything, and everything it shows is bound to what it has
 * shown before:
 *
 * <ul>
 *   <li>An honest defender cannot lose: whatever is picked, its link is right.
 *   <li>An honest challenger cannot lose: what it picks is the first difference, so the inputs of the link are the right ones
 *       and the result is not.
 *   <li>Whoever cannot send a valid message in time loses. A message that is out of turn, malformed, too large, or does not
 *       fit what was shown before changes nothing but the count of such messages.
 * </ul>
 *
 * <p>{@link network.millrace.proof.dispute.Disputes} is the state machine, a function of state and event. {@link
 * network.millrace.proof.dispute.Opening}, {@link network.millrace.proof.dispute.MoveEncoding} and {@link
 * network.millrace.proof.dispute.StateEncoding} are their bytes (docs/spec/disputes.md). {@code docs/verification.md}
 * explains the whole.
 */
@NullMarked
package network.millrace.proof.dispute;

import org.jspecify.annotations.NullMarked;
