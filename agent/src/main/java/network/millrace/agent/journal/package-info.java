/**
 * What an agent remembers on its own disk: promises before they are made, manifests, what was reported.
 *
 * <p>Truth is elsewhere (bids and leases on the ledger, workloads in the runtime). The journal bridges what neither knows: a
 * reservation whose bid is still under way, and a tenant's manifest. Losing it loses no lease: the agent finds its leases on the
 * ledger and its workloads in the runtime, and asks the tenant for the manifest only when it has to start one anew.
 *
 * <p>Form: an 8-byte head, then frames of {@code length (4 bytes), CRC-32C of length and payload (4 bytes), payload}, a
 * {@link network.millrace.protocol.agent.v1.JournalRecord}. A crash can only tear the last append, so reading ends at the first
 * frame that is not whole and the rest is cut off; what was acknowledged is before it. When whole frames follow the bad one, it
 * is damage and no torn append: a copy of the file is kept for a person to look at.
 */
@NullMarked
package network.millrace.agent.journal;

import org.jspecify.annotations.NullMarked;
