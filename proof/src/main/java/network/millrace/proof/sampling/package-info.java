/**
 * Looking at a part of the work so that faking any of it does not pay: who is audited, by whom, at which steps, and what
 * follows. {@code draw} has the chance, {@code economics} the rates and stakes, {@code audit} one audit from seats to
 * ruling, {@code quorum} the short jobs that are run several times. {@code docs/spec/sampling.md} is the specification.
 *
 * <p>Everything here may be computed by a ledger: no clock, chance, IO or floating point.
 */
@NullMarked
package network.millrace.proof.sampling;

import org.jspecify.annotations.NullMarked;
