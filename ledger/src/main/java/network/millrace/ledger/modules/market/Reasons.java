package network.millrace.ledger.modules.market;

import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Party;

/**
 * What a reason for ending a lease means: whose fault it is, who may give it, and what becomes of the bid's deposit.
 * {@code docs/market.md} has this table, and a test compares the two.
 */
final class Reasons {
    /** What becomes of the deposit of a lease's bid. */
    enum Deposit {
        RETURNED,
        /** The part that an eviction or a withdrawal costs. */
        PART_KEPT,
        /** All of it goes to the treasury. */
        FORFEITED
    }

    private Reasons() {}

    /** The party that caused an end for this reason; nobody, when somebody just ended it. */
    static Party fault(CloseReason reason) {
        return switch (reason) {
            case OWNER, GROUP_CLOSED, GROUP_PAUSED -> Party.PARTY_NOBODY;
            case NO_MANIFEST, IMAGE_MISSING, WORKLOAD_EXITED, WORKLOAD_INVALID, INSUFFICIENT_FUNDS_REASON ->
                Party.PARTY_TENANT;
            case UNSTABLE,
                    DECOMMISSION,
                    PROVIDER_UNSPECIFIED,
                    MANIFEST_TIMEOUT,
                    NOT_READY_IN_TIME,
                    WITHDRAWN,
                    RUNTIME_FAILED -> Party.PARTY_PROVIDER;
            case ORDER_EXPIRED, ORDER_MATCHED, OUTBID -> Party.PARTY_NETWORK;
            case CLOSE_REASON_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException("no reason was given");
        };
    }

    /** Whether a provider may end its lease for this reason when the lease is in this state. */
    static boolean mayProviderGive(CloseReason reason, Lease.State state) {
        boolean awarded = state == Lease.State.AWARDED;
        return switch (reason) {
            case IMAGE_MISSING, WORKLOAD_EXITED, WORKLOAD_INVALID -> true;
            case UNSTABLE, DECOMMISSION, PROVIDER_UNSPECIFIED, RUNTIME_FAILED -> true;
            // A workload that has run had a manifest.
            case NO_MANIFEST, MANIFEST_TIMEOUT, WITHDRAWN -> awarded;
            case NOT_READY_IN_TIME -> false;
            case OWNER, GROUP_CLOSED, GROUP_PAUSED -> false;
            case INSUFFICIENT_FUNDS_REASON, ORDER_EXPIRED, ORDER_MATCHED, OUTBID -> false;
            case CLOSE_REASON_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    /** What the end of a lease costs the provider that was in this state. */
    static Deposit deposit(CloseReason reason, Lease.State state) {
        if (fault(reason) != Party.PARTY_PROVIDER) {
            return Deposit.RETURNED;
        }
        return state == Lease.State.AWARDED ? Deposit.FORFEITED : Deposit.PART_KEPT;
    }

    /** Whether it says that the tenant's workload cannot run, whoever tries. False for no reason at all. */
    static boolean blamesTenant(CloseReason reason) {
        return switch (reason) {
            case NO_MANIFEST, IMAGE_MISSING, WORKLOAD_EXITED, WORKLOAD_INVALID -> true;
            case CLOSE_REASON_UNSPECIFIED, UNRECOGNIZED -> false;
            case OWNER, GROUP_CLOSED, GROUP_PAUSED, INSUFFICIENT_FUNDS_REASON -> false;
            case UNSTABLE,
                    DECOMMISSION,
                    PROVIDER_UNSPECIFIED,
                    MANIFEST_TIMEOUT,
                    NOT_READY_IN_TIME,
                    WITHDRAWN,
                    RUNTIME_FAILED -> false;
            case ORDER_EXPIRED, ORDER_MATCHED, OUTBID -> false;
        };
    }
}
