package network.millrace.proof.sampling.audit;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;

/**
 * One auditor's place in an audit.
 *
 * @param auditor the account that answers
 * @param sample the steps drawn for this seat
 * @param claimedRoot the {@link SampleRoot} of what the claim says of those steps
 */
public record Seat(Address auditor, NavigableSet<Long> sample, Hash claimedRoot) {
    public Seat {
        if (sample.isEmpty()) {
            throw new IllegalArgumentException("a seat's sample has at least one step");
        }
        sample = Collections.unmodifiableNavigableSet(new TreeSet<>(sample));
    }
}
