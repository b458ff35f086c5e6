/**
 * Money set aside, and paid out by the millisecond.
 *
 * <p>An <b>account</b> holds deposits for a deployment or for a bid. A <b>stream</b> is a lease's claim on a deployment's
 * account: so much per pricing period, from the moment the lease is ready. The money itself lies on the bank account of
 * this module until it goes to a provider, to the treasury, or back to a depositor.
 *
 * <pre>
 *   account:  OPEN ──close──▶ CLOSED         the rest goes back to its depositors
 *               └──t* reached─▶ DEPLETED     the streams share the last money; nothing is left to go back
 *
 *   stream:   OPEN ──close──▶ CLOSED
 *               └──account depleted─▶ DEPLETED
 * </pre>
 *
 * The account of a bid has no streams and is removed when it closes, so that the provider may bid on the order again; its
 * events tell the history. The account of a deployment stays, as the bill.
 *
 * <p>Anyone may add to the account of a deployment, and what came first is used first. The queue of deposits has a limit
 * for strangers; its owner always gets money in, so that nobody can let an account run dry by filling its queue with
 * crumbs.
 *
 * <h2>Time and fractions</h2>
 *
 * Streams run on billed time, so a network that stands still bills nobody. What a rate earns is reckoned exactly: rate ×
 * milliseconds is a numerator over 10^18 × pricing period, and what is below one micro-unit is carried into the next
 * reckoning. So it makes no difference how often a stream is settled. When a stream ends, its last fraction, less than
 * one micro-unit, stays with the account that owed it; the treasury's last fraction stays with the payee.
 *
 * <p>Nothing is swept. An account knows the sum of its streams' rates and is settled as one, a stream knows when it was
 * paid last: a payment, a new stream or a closed one touches one account and one stream however many others there are.
 *
 * <h2>Running dry</h2>
 *
 * With each change of rate or deposits the account reckons the first millisecond t* of billed time at which its streams
 * have earned all it has, and stands in a queue ordered by t*. The first block with billed time ≥ t* closes it before
 * any message runs: the streams earn up to t* and no further, and share the last micro-units by their rates
 * ({@link network.millrace.ledger.modules.escrow.Shares}). The queue's head is a deadline of the ledger, so that the
 * block comes also when nobody sends a transaction. The market hears of it through
 * {@link network.millrace.ledger.modules.escrow.DepletionListener}.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>deposited = paid + fee + refunded + what the account still holds, in whole micro-units, at any time;
 *   <li>the module's bank balance is the sum of what the open accounts hold;
 *   <li>no number here is ever negative.
 * </ul>
 *
 * <p>Needs bank and fees. Used by market.
 */
@NullMarked
package network.millrace.ledger.modules.escrow;

import org.jspecify.annotations.NullMarked;
