package network.millrace.ledger.modules.market;

import static network.millrace.ledger.kernel.Rejection.unless;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.modules.escrow.Escrow;
import network.millrace.ledger.modules.escrow.Payment;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.MsgLeaseReadyResponse;
import network.millrace.protocol.market.v1.MsgWithdrawLease;
import network.millrace.protocol.market.v1.MsgWithdrawLeaseResponse;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;

/** What providers say of their leases: one method a message. */
final class ServingHandler {
    private static final int DIGESTS_MAX = 100;
    private static final int DIGEST_BYTES_MAX = 256;

    private final MarketState state;
    private final Escrow escrow;
    private final Awards awards;
    private final Endings endings;

    ServingHandler(MarketState state, Escrow escrow, Awards awards, Endings endings) {
        this.state = state;
        this.escrow = escrow;
        this.awards = awards;
        this.endings = endings;
    }

    /** The provider ends its lease, or gives its award back. */
    void end(MsgCloseBid message, Context context, LeaseId id) {
        Lease lease = state.leases.get(context, id).orElseThrow();
        CloseReason reason = message.getReason();
        unless(
                Reasons.mayProviderGive(reason, lease.getState()),
                MarketError.BAD_REASON,
                "a provider cannot end a lease that is %s with reason %s",
                lease.getState(),
                reason);
        var ending = new Ending(reason, message.getText(), message.getProvider());
        if (Leases.isAwarded(lease)) {
            requireWait(context, lease, reason);
            awards.fail(context, id, lease, ending);
            return;
        }
        Group group = state.groups.get(context, id.order().group()).orElseThrow();
        endings.pause(context, id.order().group(), group, ending);
    }

    /** A tenant has half of the time there is to send its manifest before anyone may say that it did not. */
    private void requireWait(Context context, Lease lease, CloseReason reason) {
        if (reason != CloseReason.NO_MANIFEST) {
            return;
        }
        long fromMs = lease.getReadyByBilledMs() - state.params.get(context).getReadyTimeoutMs() / 2;
        unless(
                context.billedMs() >= fromMs,
                MarketError.TOO_EARLY,
                "NO_MANIFEST can be given when half of the time to become ready has passed; wait %s ms more",
                fromMs - context.billedMs());
    }

    /** The workload runs: from now on it is paid. */
    MsgLeaseReadyResponse ready(MsgLeaseReady message, Context context) {
        LeaseId id = OrderId.of(message.getOrder()).lease(Address.parse(message.getProvider()));
        Lease lease = lease(context, id);
        unless(
                Leases.isAwarded(lease),
                MarketError.LEASE_STATE,
                "lease %s is %s; only an AWARDED one becomes ready",
                id,
                lease.getState());
        checkDigests(message.getDigestsList());
        Lease ready = Leases.ready(lease, message.getDigestsList(), context);
        state.save(context, ready);
        escrow.openStream(context, id, Price.of(ready.getPrice()));
        awards.settled(context, state.orders.get(context, id.order()).orElseThrow());
        context.emit(LeaseReady.newBuilder()
                .setId(ready.getId())
                .addAllDigests(ready.getDigestsList())
                .build());
        return MsgLeaseReadyResponse.getDefaultInstance();
    }

    /** Pays what the lease has earned so far. */
    MsgWithdrawLeaseResponse withdraw(MsgWithdrawLease message, Context context) {
        LeaseId id = OrderId.of(message.getOrder()).lease(Address.parse(message.getProvider()));
        Lease lease = lease(context, id);
        unless(
                Leases.isActive(lease),
                MarketError.LEASE_STATE,
                "lease %s is %s; only an ACTIVE one earns, and the end of a lease pays by itself",
                id,
                lease.getState());
        Payment payment = escrow.withdraw(context, id);
        var denom = new Denom(lease.getPrice().getDenom());
        return MsgWithdrawLeaseResponse.newBuilder()
                .setPaid(new Money(denom, payment.paid()).toProto())
                .setFee(new Money(denom, payment.fee()).toProto())
                .build();
    }

    private static void checkDigests(List<String> digests) {
        unless(
                digests.size() <= DIGESTS_MAX,
                MarketError.BAD_TEXT,
                "at most %s digests are reported; came %s",
                DIGESTS_MAX,
                digests.size());
        for (String digest : digests) {
            int bytes = digest.getBytes(StandardCharsets.UTF_8).length;
            unless(
                    bytes <= DIGEST_BYTES_MAX,
                    MarketError.BAD_TEXT,
                    "a digest is written as service=sha256:…, in at most %s bytes; it has %s",
                    DIGEST_BYTES_MAX,
                    bytes);
        }
    }

    private Lease lease(Context context, LeaseId id) {
        return state.leases
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.LEASE_UNKNOWN, "there is no lease " + id));
    }
}
