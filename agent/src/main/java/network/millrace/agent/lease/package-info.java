/**
 * What a lease needs next: from its place on the ledger, the manifests accepted for it and the workloads that really exist, one
 * pure function, {@link network.millrace.agent.lease.LeasePlan}, gives the next action.
 *
 * <pre>
 *   AWARDED ── manifest? ── image ── start ── ready? ── MsgLeaseReady ──▶ ACTIVE ── closed on the ledger ──▶ CLOSED
 *      │ none in time: NO_MANIFEST                          │ dead for good, after a grace: coded close        │
 *      │ image missing, exits at once, no port: coded close │ gone: start again                               ▼
 *      ▼                                                    ▼                                    stop, destroy, wipe,
 *   MsgCloseBid                                          MsgCloseBid                             release, forget
 * </pre>
 *
 * <p>What holds here:
 *
 * <ul>
 *   <li>A workload is destroyed only when the ledger says that its lease is closed, when a newer accepted manifest of the same
 *       lease replaces it, or when it has failed and is about to be started anew.
 *   <li>An observation that failed changes nothing; what is not known is waited for.
 *   <li>A new manifest replaces the running workload only after its image is ready; if it then does not start, the former one
 *       comes back and the tenant reads why.
 *   <li>A tenant's fault is told to the ledger by its code before the time for being ready is over, so that it costs nobody a
 *       deposit.
 * </ul>
 */
@NullMarked
package network.millrace.agent.lease;

import org.jspecify.annotations.NullMarked;
