package network.millrace.simulation.auditor;

import com.google.protobuf.Any;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.StreamClosed;
import network.millrace.protocol.escrow.v1.StreamOpened;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.BidId;
import network.millrace.protocol.market.v1.BidLost;
import network.millrace.protocol.market.v1.BidRanked;
import network.millrace.protocol.market.v1.BidWindowOpened;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.LeaseId;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.OrderClosed;
import network.millrace.protocol.market.v1.OrderId;
import network.millrace.protocol.market.v1.OrderOpened;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.LedgerEvent;

/**
 * Orders and leases by their events: bids only on open orders, at most one live lease an order, paid only between ready and close.
 */
public final class LeaseAuditor {
    private enum Phase {
        AWARDED,
        ACTIVE,
        CLOSED
    }

    /** An order's price ceiling and the end of its present bid window. */
    private record Window(BigInteger priceMax, long endsMs) {}

    private record Score(String order, long ppm) {}

    private final Set<String> openOrders = new TreeSet<>();
    private final Map<String, Window> windows = new TreeMap<>();
    private final Map<String, BigInteger> bidPrices = new TreeMap<>();
    private final Map<String, BigInteger> leasePrices = new TreeMap<>();
    private final Map<String, Phase> leases = new TreeMap<>();
    private final Map<String, String> liveLeaseOfOrder = new TreeMap<>();
    private final Set<String> paidLeases = new TreeSet<>();
    private final List<Score> winners = new ArrayList<>();
    private final List<Score> losers = new ArrayList<>();

    void follow(BlockEvents block, LedgerEvent event) {
        long height = block.getHeight();
        Any value = event.getValue();
        Auditor.when(value, OrderOpened.class, opened -> open(height, opened));
        Auditor.when(
                value,
                BidWindowOpened.class,
                opened -> windows.computeIfPresent(
                        key(opened.getId()),
                        (order, before) -> new Window(before.priceMax(), opened.getBidWindowEndsMs())));
        Auditor.when(value, OrderClosed.class, closed -> openOrders.remove(key(closed.getId())));
        Auditor.when(value, BidCreated.class, bid -> bid(height, bid));
        Auditor.when(value, BidRanked.class, ranked -> lost(ranked.getId(), ranked.getReason(), ranked.getScorePpm()));
        Auditor.when(value, BidLost.class, lost -> lost(lost.getId(), lost.getReason(), lost.getScorePpm()));
        Auditor.when(value, LeaseAwarded.class, awarded -> {
            boolean isByLedger = event.getTransaction().isEmpty();
            award(height, awarded, isByLedger ? block.getTimeMs() : Long.MAX_VALUE);
        });
        Auditor.when(value, LeaseReady.class, ready -> move(height, ready.getId(), Phase.AWARDED, Phase.ACTIVE));
        Auditor.when(value, LeaseClosed.class, closed -> close(height, closed.getId()));
        Auditor.when(value, StreamOpened.class, opened -> pay(height, opened));
        Auditor.when(
                value,
                StreamClosed.class,
                closed -> paidLeases.remove(streamKey(closed.getAccount(), closed.getStream())));
    }

    /** Between blocks: who lost by score did not have the better one, and exactly the active leases are paid. */
    void blockEnds(long height) {
        for (Score winner : winners) {
            for (Score loser : losers) {
                if (winner.order().equals(loser.order()) && loser.ppm() > winner.ppm()) {
                    throw new AuditFailure(height, "the best score wins", winner + " won against " + loser);
                }
            }
        }
        winners.clear();
        losers.clear();
        checkPaidAreActive(height);
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

    private void checkPaidAreActive(long height) {
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

    private void open(long height, OrderOpened opened) {
        String order = key(opened.getId());
        if (!openOrders.add(order)) {
            throw new AuditFailure(height, "an order opens once", order);
        }
        BigInteger ceiling = new BigInteger(opened.getPriceMax().getAmount());
        windows.put(order, new Window(ceiling, opened.getBidWindowEndsMs()));
    }

    private void bid(long height, BidCreated bid) {
        String order = order(bid.getId());
        if (!openOrders.contains(order)) {
            throw new AuditFailure(
                    height,
                    "bids are for open orders",
                    order + " by " + bid.getId().getProvider());
        }
        BigInteger price = new BigInteger(bid.getPrice().getAmount());
        Window window = windows.get(order);
        if (window == null || price.compareTo(window.priceMax()) > 0) {
            throw new AuditFailure(height, "no bid is above the order's ceiling", order + " " + price + " " + window);
        }
        bidPrices.put(order + "/" + bid.getId().getProvider(), price);
    }

    private void lost(BidId id, LossReason reason, long scorePpm) {
        if (reason == LossReason.LOWER_SCORE) {
            losers.add(new Score(order(id), scorePpm));
        }
    }

    private void pay(long height, StreamOpened opened) {
        String lease = streamKey(opened.getAccount(), opened.getStream());
        paidLeases.add(lease);
        BigInteger price = leasePrices.get(lease);
        if (!new BigInteger(opened.getRate().getAmount()).equals(price)) {
            throw new AuditFailure(
                    height,
                    "a lease is paid at the price that was bid",
                    lease + " at " + opened.getRate().getAmount() + ", bid was " + price);
        }
    }

    /** @param ledgerMs block time when the ledger itself awards; the end of time when the tenant does */
    private void award(long height, LeaseAwarded awarded, long ledgerMs) {
        LeaseId id = awarded.getId();
        String order = order(id.getOwner(), id.getDseq(), id.getGseq(), id.getOseq());
        String lease = key(id);
        BigInteger price = new BigInteger(awarded.getPrice().getAmount());
        if (!bidPrices.containsKey(lease)) {
            throw new AuditFailure(height, "only a bidder is awarded", lease);
        }
        if (!price.equals(bidPrices.get(lease))) {
            throw new AuditFailure(height, "the award is at the price that was bid", lease + " at " + price);
        }
        Window window = windows.get(order);
        if (window != null && ledgerMs < window.endsMs()) {
            throw new AuditFailure(height, "the ledger awards after the bid window", lease + " at " + ledgerMs);
        }
        leasePrices.put(lease, price);
        winners.add(new Score(order, awarded.getScorePpm()));
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

    private static String order(BidId id) {
        return order(id.getOwner(), id.getDseq(), id.getGseq(), id.getOseq());
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
