/**
 * The sampling scheme of {@code proof.sampling} played by a crowd, some of it Byzantine, from one seed: how many honest are
 * blamed (none may be), how surely which cheat is found, what the audits cost, and what a stake split over many names can
 * do to a quorum. The rules are those that ship; only the dispute is an oracle that tells the truth.
 */
@NullMarked
package network.millrace.simulation.sampling;

import org.jspecify.annotations.NullMarked;
