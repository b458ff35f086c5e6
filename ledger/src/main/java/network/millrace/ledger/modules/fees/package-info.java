/**
 * What the network takes, and the treasury it goes to.
 *
 * <p>A transaction pays its fee in one denomination: at least gas limit times the least gas price, rounded up. The fee is
 * taken before the messages are executed and is kept when they fail. Of what a lease pays, a share goes to the treasury;
 * {@link network.millrace.ledger.modules.fees.Fees#split} computes it and carries the fraction that is no whole
 * micro-unit, so that over a lease's life exactly the share is taken, rounded down once.
 *
 * <p>State byte 4: table 0 parameters. The treasury is the module account {@code treasury}; nothing is paid out of it yet.
 */
@NullMarked
package network.millrace.ledger.modules.fees;

import org.jspecify.annotations.NullMarked;
