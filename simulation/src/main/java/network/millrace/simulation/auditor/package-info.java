/**
 * Independent book-keeping: what the money and the leases must be, computed again from genesis and the events alone.
 *
 * <p>Nothing here calls the ledger's rules. The auditor follows each event of each block with arithmetic of its own and throws an
 * {@link network.millrace.simulation.auditor.AuditFailure} that names the block, the rule and both figures as soon as they differ.
 *
 * <ul>
 *   <li>{@code MoneyAuditor}: every micro-unit that moves has a {@code Transfer}; no balance is ever negative; supply is constant.
 *   <li>{@code BillAuditor}: each stream is paid for the billed time from ready to close at its rate, to the micro-unit; what was
 *       deposited is what was paid, taken as fee, refunded or forfeited.
 *   <li>{@code LeaseAuditor}: orders, bids and leases move only along the arrows of the market's state diagram.
 * </ul>
 */
@NullMarked
package network.millrace.simulation.auditor;

import org.jspecify.annotations.NullMarked;
