package network.millrace.proof.sampling.quorum;

import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;

/**
 * A worker's weighed result.
 *
 * @param operator who stands behind the worker; one vote each
 * @param result the {@link Contribution#resultHash}
 * @param weight from {@link WeightCap#weight}
 */
public record Vote(Address worker, Address operator, Hash result, long weight) {
    /** A lower weight is no vote. It would count for nothing in its group, and could still open groups without end. */
    public static final long WEIGHT_MIN = 2;

    public Vote {
        if (weight < WEIGHT_MIN) {
            throw new IllegalArgumentException(
                    "a vote weighs at least " + WEIGHT_MIN + ", which takes one unit of stake; this weighs " + weight);
        }
    }
}
