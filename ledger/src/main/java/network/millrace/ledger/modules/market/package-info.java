/**
 * The market: tenants open orders, providers bid, one of them gets the lease.
 *
 * <pre>
 *   deployment   ACTIVE ──▶ CLOSED
 *
 *   group        OPEN ◀──start── PAUSED          OPEN, PAUSED ──▶ CLOSED | INSUFFICIENT_FUNDS
 *                  └────pause──────▲
 *
 *   order        OPEN ──award──▶ MATCHED ──next award──▶ MATCHED
 *                  ▲               │ nobody left to award
 *                  └───────────────┘             OPEN, MATCHED ──▶ CLOSED
 *
 *   bid          OPEN ──award──▶ ACTIVE ──lease ends──▶ CLOSED
 *                  ├──lost, evicted──▶ LOST
 *                  └──withdrawn──▶ CLOSED
 *
 *   lease        AWARDED ──ready──▶ ACTIVE       AWARDED, ACTIVE ──▶ CLOSED | INSUFFICIENT_FUNDS
 * </pre>
 *
 * The moves stand in one table for each value ({@code Deployments.MOVES} and so on), and nothing else changes a state.
 *
 * <h2>Award</h2>
 *
 * An order takes bids for a window. At the end of the first block at or after the window's end the ledger ranks the bids
 * by score ({@link network.millrace.ledger.modules.market.Auction}) and awards the best; with award mode TENANT the owner
 * takes a bid whenever it likes. An order without bids waits, costs no block anything, and gives the first bid that comes
 * a window of its own, until the order expires and its group ends with a refund.
 *
 * <p>A lease is paid from the moment its provider reports it ready, not from the award. <b>Until then the best losers stand
 * by</b>: their bids stay OPEN with their deposits and already say what they lost against, as many as there are awards
 * left. Chosen over reviving lost bids, because a provider that was told that it lost has given its capacity away and has
 * its deposit back: an award to it would bind it to nothing, or bind it without its consent. When the winner is ready,
 * those who stood by lose and get everything back; until then they may withdraw for nothing.
 *
 * <h2>When an award comes to nothing</h2>
 *
 * <ul>
 *   <li>Not ready in time, in billed time so that a network that stood still costs nobody a deposit, or the provider gives
 *       up: its fault. The deposit goes to the treasury, the record shows a broken lease, the next bid is awarded at once.
 *   <li>The provider says that the tenant is at fault (no manifest, image missing, workload exits, workload invalid): the
 *       deposit goes back, and the next bid is awarded at once. A second provider that says so, or nobody being left to
 *       ask, stops the group until the tenant starts it again.
 *   <li>Nobody stands by: the order takes bids anew. Providers that failed cannot bid on it again. After
 *       {@code award_attempts_max} awards the group stops.
 * </ul>
 *
 * <h2>Can a provider blame the tenant to save its deposit?</h2>
 *
 * The ledger cannot see images or processes, so it does not judge; it makes the lie useless to the liar and cheap for the
 * tenant. (1) It does not stop the order: others are asked first. (2) NO_MANIFEST can be said only when half of the time
 * to become ready has passed. (3) When another provider gets the same manifest ready, the claim is refuted and remembered
 * like the least broken lease; no deposit is taken, because a registry may have been mended in between. NO_MANIFEST is not
 * refuted so, since the tenant may have sent it later. (4) The claim, its text and its author stand on the lease for
 * everyone to read. What remains: a provider without competitors can stop a group for the time until its tenant sees it.
 *
 * <h2>Spam</h2>
 *
 * Opening an order costs a fee. A bid's deposit grows with its price; part of it is kept when the bid is withdrawn from an
 * open order, or evicted: a full book gives its worst place to a newcomer that is enough cheaper. One open bid for each
 * provider and order.
 *
 * <h2>Ends</h2>
 *
 * Whatever ends takes what is below it along. A lease records who ended it, why, whose fault it was and what it paid. The
 * owner's end of a lease opens a new order in the group, for its fee, or pauses the group of an owner who cannot pay it;
 * the provider's end of an active lease pauses the group, as on Akash. When the escrow account runs dry, everything ends
 * with INSUFFICIENT_FUNDS in that block.
 *
 * <h2>Invariants</h2>
 *
 * A deployment is active exactly as long as its escrow account is open; a bid has its deposit set aside exactly as long as
 * it is open or a lease; an order is matched exactly as long as it has an open lease; an active lease has an open stream;
 * a closed lease has a reason and a party.
 *
 * <p>Needs fees, provider, reputation, escrow.
 */
@NullMarked
package network.millrace.ledger.modules.market;

import org.jspecify.annotations.NullMarked;
