package network.millrace.agent.lease;

import network.millrace.protocol.market.v1.Lease;

/** Where a lease stands on the ledger. */
public enum LeaseStage {
    /** Not yet paid: the ledger waits for ready. */
    AWARDED,
    /** Paid. */
    ACTIVE,
    /** Final. */
    CLOSED;

    /** @throws IllegalArgumentException when the state is none that a ledger stores */
    public static LeaseStage of(Lease.State state) {
        return switch (state) {
            case AWARDED -> AWARDED;
            case ACTIVE -> ACTIVE;
            case CLOSED, INSUFFICIENT_FUNDS -> CLOSED;
            case STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException(
                        "a lease on the ledger has a state that is not known here: " + state);
        };
    }
}
