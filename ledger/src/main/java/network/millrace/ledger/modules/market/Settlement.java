package network.millrace.ledger.modules.market;

import network.millrace.ledger.modules.escrow.Payment;
import network.millrace.protocol.ids.LeaseId;

/** How the stream of an active lease is ended: by itself, or with its whole account before. */
@FunctionalInterface
interface Settlement {
    /** What the lease paid in its whole life. */
    Payment of(LeaseId lease);
}
