/** Tests of the market by messages over a ledger in memory, and of its pure rules. */
@NullMarked
package network.millrace.ledger.modules.market;

import org.jspecify.annotations.NullMarked;
