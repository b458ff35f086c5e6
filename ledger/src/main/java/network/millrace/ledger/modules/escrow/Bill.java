package network.millrace.ledger.modules.escrow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.money.Amount;

/**
 * What became of a deployment's money, whole micro-units: {@code deposited = paid + fee + refunded}.
 *
 * @param paid net to the payees
 * @param streams what each stream that was open at the end has paid in its whole life
 */
public record Bill(Amount deposited, Amount paid, Amount fee, Amount refunded, SequencedMap<LeaseId, Payment> streams) {
    /** @throws IllegalStateException when the bill does not add up */
    public Bill {
        if (!deposited.equals(paid.plus(fee).plus(refunded))) {
            throw new IllegalStateException("a bill does not add up: deposited " + deposited + ", paid " + paid
                    + ", fee " + fee + ", refunded " + refunded);
        }
        streams = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(streams));
    }

    /** What one of the streams paid; nothing if it was not open at the end. */
    public Payment stream(LeaseId lease) {
        return streams.getOrDefault(lease, Payment.NOTHING);
    }
}
