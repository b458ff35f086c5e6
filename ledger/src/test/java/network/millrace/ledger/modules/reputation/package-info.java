/** Tests of the reputation module's rules. */
@NullMarked
package network.millrace.ledger.modules.reputation;

import org.jspecify.annotations.NullMarked;
