/**
 * Chance that every ledger node computes alike: a seed nobody knew when the work was committed, and draws of steps and of
 * parties from it. Whole numbers only; {@code docs/spec/sampling.md} gives the bytes.
 */
@NullMarked
package network.millrace.proof.sampling.draw;

import org.jspecify.annotations.NullMarked;
