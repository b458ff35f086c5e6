/** Tests of state, tables and scans. */
@NullMarked
package network.millrace.ledger.state;

import org.jspecify.annotations.NullMarked;
