/**
 * What is known of a provider from leases it kept and broke.
 *
 * <pre>
 *   lease ended, provider not at fault, something was paid ──▶ weight_kept   += min(fee paid, what the pair may still give)
 *   lease ended by the provider's fault                    ──▶ weight_broken += min(max(fee paid, least), what the pair may still give)
 *   every decay_interval of billed time                    ──▶ each weight loses one 2^decay_shift-th part, rounded up
 *
 *                    newcomer_weight × newcomer_score + weight_kept × 1,000,000
 *   score (ppm)  =  ─────────────────────────────────────────────────────────────────
 *                    newcomer_weight + weight_kept + weight_broken × broken_factor
 * </pre>
 *
 * <h2>Why so</h2>
 *
 * <ul>
 *   <li>Weight is the fee that went to the treasury: reputation is bought only with money that is gone and time that was
 *       served, so a thousand free leases with oneself are worth nothing.
 *   <li>What one tenant can give one provider is capped within the decay window, for good and for bad each by itself:
 *       a rich friend or a rich enemy counts once.
 *   <li>A newcomer starts at a prior below the median and with some inertia, so that a new name is never better than a
 *       mended record; decay pulls everyone back to it who does no more work.
 *   <li>All arithmetic is on integers, and decay steps depend on billed time alone: a network that stood still forgets
 *       nothing.
 * </ul>
 *
 * <h2>Invariants</h2>
 *
 * Weights are never negative; a score lies between 0 and 1,000,000; how often a record is read or written does not change
 * how it decays.
 *
 * <p>Needs nothing. Used by market.
 */
@NullMarked
package network.millrace.ledger.modules.reputation;

import org.jspecify.annotations.NullMarked;
