/** Tests of the ledger through its public door, and the in-memory network they run on. */
@NullMarked
package network.millrace.ledger;

import org.jspecify.annotations.NullMarked;
