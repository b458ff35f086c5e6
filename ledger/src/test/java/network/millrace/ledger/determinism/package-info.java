/**
 * The ban on everything that could make two nodes compute different blocks. {@link Bans} lists what is
 * banned and what to write instead, {@link Exemptions} the few places that may, with the reason, and
 * {@link Violations} has one violation of each, so that a ban that no longer bites is noticed.
 */
@NullMarked
package network.millrace.ledger.determinism;

import org.jspecify.annotations.NullMarked;
