package network.millrace.ledger.modules.market;

import static network.millrace.protocol.market.v1.Lease.State.ACTIVE;
import static network.millrace.protocol.market.v1.Lease.State.AWARDED;
import static network.millrace.protocol.market.v1.Lease.State.CLOSED;
import static network.millrace.protocol.market.v1.Lease.State.INSUFFICIENT_FUNDS;

import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.escrow.Payment;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Params;

/** What a lease can do. */
final class Leases {
    static final Moves<Lease.State> MOVES = Moves.of("lease", Lease.State.class)
            .from(AWARDED, List.of(ACTIVE, CLOSED, INSUFFICIENT_FUNDS))
            .from(ACTIVE, List.of(CLOSED, INSUFFICIENT_FUNDS));

    private Leases() {}

    static Lease award(LeaseId id, Bid bid, int attempt, Params params, Context context) {
        return Lease.newBuilder()
                .setId(id.toProto())
                .setState(AWARDED)
                .setPrice(bid.getPrice())
                .setCreatedHeight(context.height())
                .setAwardedMs(context.timeMs())
                .setReadyByMs(context.timeMs() + params.getReadyTimeoutMs())
                .setReadyByBilledMs(context.billedMs() + params.getReadyTimeoutMs())
                .setAttempt(attempt)
                .setScorePpm(bid.getScorePpm())
                .build();
    }

    static boolean isAwarded(Lease lease) {
        return lease.getState() == AWARDED;
    }

    static boolean isActive(Lease lease) {
        return lease.getState() == ACTIVE;
    }

    static boolean isOpen(Lease lease) {
        return isAwarded(lease) || isActive(lease);
    }

    /** Billed time at which the award lapses. */
    static Optional<Long> lapseMs(Lease lease) {
        return isAwarded(lease) ? Optional.of(lease.getReadyByBilledMs()) : Optional.empty();
    }

    static Lease ready(Lease lease, List<String> digests, Context context) {
        return lease.toBuilder()
                .setState(MOVES.move(lease.getState(), ACTIVE))
                .setReadyMs(context.timeMs())
                .addAllDigests(digests)
                .build();
    }

    static Lease close(Lease lease, Ending ending, Payment payment, Context context) {
        Lease.State end = ending.reason() == CloseReason.INSUFFICIENT_FUNDS_REASON ? INSUFFICIENT_FUNDS : CLOSED;
        return lease.toBuilder()
                .setState(MOVES.move(lease.getState(), end))
                .setCloseReason(ending.reason())
                .setFault(Reasons.fault(ending.reason()))
                .setCloseText(ending.text())
                .setClosedBy(ending.closedBy())
                .setClosedMs(context.timeMs())
                .setClosedHeight(context.height())
                .setPaid(payment.paid().toString())
                .setFee(payment.fee().toString())
                .build();
    }
}
