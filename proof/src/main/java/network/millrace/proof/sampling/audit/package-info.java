/**
 * One audit of one claim, from the seats drawn to the ruling.
 *
 * <pre>
 *   COMMITTING ──all seats committed──────────────────────▶ REVEALING ──all revealed, or the deadline──▶ CLOSED
 *     │      ▲                                                 ▲
 *     │      └─ deadline, seats silent: reserves take them     │
 *     └──────── deadline, no reserves left ────────────────────┘
 * </pre>
 *
 * Invariants: nothing is revealed while anybody can still commit, so there is nothing to copy; a number of auditors decides
 * nothing: one that disagrees starts a dispute, and its verdict decides; nobody is at fault unless a dispute proved a step,
 * or a party let a clock run out; an auditor that never commits loses the fee and
 * is not at fault, while one that committed answers for its sample.
 */
@NullMarked
package network.millrace.proof.sampling.audit;

import org.jspecify.annotations.NullMarked;
