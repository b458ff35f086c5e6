/** Tests of the bank. */
@NullMarked
package network.millrace.ledger.modules.bank;

import org.jspecify.annotations.NullMarked;
