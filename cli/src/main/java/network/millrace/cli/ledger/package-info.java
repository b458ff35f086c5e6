/** Commands about accounts, escrow, transactions and parameters. */
@NullMarked
package network.millrace.cli.ledger;

import org.jspecify.annotations.NullMarked;
