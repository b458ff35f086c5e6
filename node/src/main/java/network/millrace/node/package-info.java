/** A program that orders, stores and serves a ledger. */
@NullMarked
package network.millrace.node;

import org.jspecify.annotations.NullMarked;
