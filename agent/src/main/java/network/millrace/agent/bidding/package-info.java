/**
 * Whether to bid on an order, for how much, and what becomes of the bid.
 *
 * <pre>
 *   order seen                 fits: reserve, price          on the ledger
 *  ───────────▶ READING ─────────────────────────▶ SENDING ───────────────▶ STANDING ──▶ WON (a lease)
 *                  │ does not fit                     │  │ no answer            │  │
 *                  ▼                                  │  ▼                      │  └──▶ WITHDRAWING
 *                ENDED ◀──────────────────────────────┘ UNSURE ─── read ────────┤             │
 *                  ▲      refused, read                    │                    ▼             │
 *                  └───────────────────────────────────────┴── lost, closed, expired ─────────┘
 * </pre>
 *
 * <p>Invariant: an order holds a reservation exactly in every state but READING and ENDED. A reservation is given
 * back only when the ledger has said that the bid is gone; as long as nobody knows, it is held, because a bid that lands late is
 * a promise.
 *
 * <p>{@link network.millrace.agent.bidding.Screening} decides and prices; the same function answers {@code POST /screen}, so that
 * what a tenant is told before paying is what the agent would do.
 */
@NullMarked
package network.millrace.agent.bidding;

import org.jspecify.annotations.NullMarked;
