/** Transactions that were admitted and wait for a block. */
@NullMarked
package network.millrace.node.mempool;

import org.jspecify.annotations.NullMarked;
