/**
 * What makes honest work the better business, in exact fractions: how surely a cheat is seen, how often a claim must be
 * audited, what an auditor must have at stake, what a lost dispute costs.
 */
@NullMarked
package network.millrace.proof.sampling.economics;

import org.jspecify.annotations.NullMarked;
