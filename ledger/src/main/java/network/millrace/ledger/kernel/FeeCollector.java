package network.millrace.ledger.kernel;

import network.millrace.protocol.address.Address;
import network.millrace.protocol.cosmos.tx.v1beta1.Fee;

/** Takes the fee of a transaction before it is executed; the fees module implements it. */
@FunctionalInterface
public interface FeeCollector {
    /** Moves the fee from the payer, or refuses with FEE_FORM, FEE_TOO_LOW or FEE_UNPAYABLE. */
    void collect(Context context, Address payer, Fee fee);
}
