/** The tenant's commands: deploy, close, and what became of orders, bids and leases. */
@NullMarked
package network.millrace.cli.market;

import org.jspecify.annotations.NullMarked;
