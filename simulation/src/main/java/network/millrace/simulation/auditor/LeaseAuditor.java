package network.millrace.simulation.auditor;

import com.google.protobuf.Any;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.StreamClosed;
import network.millrace.protocol.escrow.v1.StreamOpened;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.BidId;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.LeaseId;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.OrderClosed;
import network.millrace.protocol.market.v1.OrderId;
import network.millrace.protocol.market.v1.OrderOpened;

/**
 * Orders and leases by their events: bids only on open orders, at most one live lease an order, paid only between ready and close.
 */
public final class LeaseAuditor {
    private enum Phase {
        AWARDED,
        ACTIVE,
        CLOSED
    }

    private final Set<String> openOrders = new TreeSet<>();
    private final Map<String, Set<String>> bidders = new TreeMap<>();
    private final Map<String, Phase> leases = new TreeMap<>();
    private final Map<String, String> liveLeaseOfOrder = new TreeMap<>();
    private final Set<String> paidLeases = new TreeSet<>();

    void follow(long height, Any value) {
        Auditor.when(value, OrderOpened.class, opened -> {
            String order = key(opened.getId());
            if (!openOrders.add(order)) {
                throw new AuditFailure(height, "an order opens once", order);
            }
        });
        Auditor.when(value, OrderClosed.class, closed -> openOrders.remove(key(closed.getId())));
        Auditor.when(value, BidCreated.class, bid -> bid(height, bid.getId()));
        Auditor.when(value, LeaseAwarded.class, awarded -> award(height, awarded.getId()));
        Auditor.when(value, LeaseReady.class, ready -> move(height, ready.getId(), Phase.AWARDED, Phase.ACTIVE));
        Auditor.when(value, LeaseClosed.class, closed -> close(height, closed.getId()));
        Auditor.when(
                value,
                StreamOpened.class,
                opened -> paidLeases.add(streamKey(opened.getAccount(), opened.getStream())));
        Auditor.when(
                value,
                StreamClosed.class,
                closed -> paidLeases.remove(streamKey(closed.getAccount(), closed.getStream())));
    }

    /** Leases awarded or active, as "owner/dseq/gseq/oseq/provider". */
    public Set<String> liveLeases() {
        return Set.copyOf(liveLeaseOfOrder.values());
    }

    /** Leases that are being paid. */
    public Set<String> paidLeases() {
        return Set.copyOf(paidLeases);
    }

    /** Leases that were ever awarded. */
    public int leasesAwarded() {
        return leases.size();
    }

    /** At the end of each block: exactly the active leases are paid. */
    public void checkPaidAreActive(long height) {
        Set<String> active = new TreeSet<>();
        leases.forEach((lease, phase) -> {
            if (phase == Phase.ACTIVE) {
                active.add(lease);
            }
        });
        if (!active.equals(paidLeases)) {
            throw new AuditFailure(
                    height, "exactly the active leases are paid", "active " + active + ", paid " + paidLeases);
        }
    }

    private void bid(long height, BidId id) {
        String order = order(id.getOwner(), id.getDseq(), id.getGseq(), id.getOseq());
        if (!openOrders.contains(order)) {
            throw new AuditFailure(height, "bids are for open orders", order + " by " + id.getProvider());
        }
        bidders.computeIfAbsent(order, unseen -> new TreeSet<>()).add(id.getProvider());
    }

    private void award(long height, LeaseId id) {
        String order = order(id.getOwner(), id.getDseq(), id.getGseq(), id.getOseq());
        String lease = key(id);
        if (!bidders.getOrDefault(order, Set.of()).contains(id.getProvider())) {
            throw new AuditFailure(height, "only a bidder is awarded", lease);
        }
        if (liveLeaseOfOrder.putIfAbsent(order, lease) != null) {
            throw new AuditFailure(
                    height, "an order has one live lease", lease + " beside " + liveLeaseOfOrder.get(order));
        }
        if (leases.put(lease, Phase.AWARDED) != null) {
            throw new AuditFailure(height, "a lease is awarded once", lease);
        }
    }

    private void close(long height, LeaseId id) {
        String lease = key(id);
        Phase before = leases.put(lease, Phase.CLOSED);
        if (before == null || before == Phase.CLOSED) {
            throw new AuditFailure(height, "a live lease closes once", lease + " was " + before);
        }
        liveLeaseOfOrder.remove(order(id.getOwner(), id.getDseq(), id.getGseq(), id.getOseq()));
    }

    private void move(long height, LeaseId id, Phase from, Phase to) {
        String lease = key(id);
        Phase before = leases.put(lease, to);
        if (before != from) {
            throw new AuditFailure(height, "a lease goes from " + from + " to " + to, lease + " was " + before);
        }
    }

    private static String key(LeaseId id) {
        return order(id.getOwner(), id.getDseq(), id.getGseq(), id.getOseq()) + "/" + id.getProvider();
    }

    private static String key(OrderId id) {
        return order(id.getOwner(), id.getDseq(), id.getGseq(), id.getOseq());
    }

    private static String streamKey(AccountId account, String stream) {
        return account.getId() + "/" + stream;
    }

    private static String order(String owner, long dseq, int gseq, int oseq) {
        return owner + "/" + Long.toUnsignedString(dseq) + "/" + gseq + "/" + oseq;
    }
}
