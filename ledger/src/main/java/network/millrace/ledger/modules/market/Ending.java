package network.millrace.ledger.modules.market;

import network.millrace.protocol.address.Address;
import network.millrace.protocol.market.v1.CloseReason;

/**
 * Why and by whose message something ends.
 *
 * @param text a sentence; may be empty
 * @param closedBy address of the sender; empty when the ledger itself ends it
 */
record Ending(CloseReason reason, String text, String closedBy) {
    static Ending byOwner(CloseReason reason, Address owner) {
        return new Ending(reason, "", owner.toString());
    }

    static Ending byLedger(CloseReason reason, String text) {
        return new Ending(reason, text, "");
    }
}
