/** Tests of the fees. */
@NullMarked
package network.millrace.ledger.modules.fees;

import org.jspecify.annotations.NullMarked;
