/**
 * Does this provider cover that group? Pure rules that ledger, agent and client share, so that a dry run, a bid and an award
 * never disagree. Every no comes as a {@link network.millrace.protocol.resources.v1.Mismatch}: a code and a sentence that
 * says what was asked and what there is.
 */
@NullMarked
package network.millrace.protocol.matching;

import org.jspecify.annotations.NullMarked;
