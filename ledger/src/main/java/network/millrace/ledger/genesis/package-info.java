/** The first state of a network. */
@NullMarked
package network.millrace.ledger.genesis;

import org.jspecify.annotations.NullMarked;
