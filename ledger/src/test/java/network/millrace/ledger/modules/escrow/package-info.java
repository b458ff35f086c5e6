/** Tests of the escrow module's rules. */
@NullMarked
package network.millrace.ledger.modules.escrow;

import org.jspecify.annotations.NullMarked;
