package network.millrace.ledger.modules.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.reputation.Reputation;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.BidRanked;
import network.millrace.protocol.market.v1.BidWindowOpened;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.money.Amount;

/**
 * Who gets an order, and who gets it next when the winner fails.
 *
 * <p>The winner must become ready. Until then the best losers stand by: their bids stay open with their deposits, as many
 * as there are awards left. So the next award needs no new bids, and its provider has as much to lose as the first. When
 * the winner is ready the others lose at once and get their deposits back.
 */
final class Awards {
    /** So many providers must say that the tenant's workload cannot run before it is believed while others are left. */
    private static final int WITNESSES = 2;

    private final MarketState state;
    private final Bidders bidders;
    private final Endings endings;
    private final Reputation reputation;

    Awards(MarketState state, Bidders bidders, Endings endings, Reputation reputation) {
        this.state = state;
        this.bidders = bidders;
        this.endings = endings;
        this.reputation = reputation;
    }

    /** The bid window has ended: the ledger awards the best bid. */
    void award(Context context, OrderId id) {
        Order order = state.orders.get(context, id).orElseThrow();
        if (!awardBest(context, order)) {
            state.save(context, withoutBids(order));
        }
    }

    /** The tenant's choice. All other bids stand by, so that it can choose again. */
    void award(Context context, Order order, Bid chosen) {
        OrderId id = OrderId.of(order.getId());
        Address winner = Address.parse(chosen.getId().getProvider());
        List<Auction.Ranked> ranked = rank(context, order, eligible(context, order));
        int standingBy = 0;
        int score = 0;
        for (Auction.Ranked each : ranked) {
            Address provider = each.candidate().provider();
            if (provider.equals(winner)) {
                score = each.scorePpm();
                continue;
            }
            standBy(context, bid(context, id, provider), Loss.notChosen(winner, each.scorePpm()), ++standingBy + 1);
        }
        award(context, order, bid(context, id, winner), score, standingBy);
    }

    /** Awards the best of the open bids; bids that no longer match lose. False when none is left. */
    private boolean awardBest(Context context, Order order) {
        OrderId id = OrderId.of(order.getId());
        List<Auction.Ranked> ranked = rank(context, order, eligible(context, order));
        if (ranked.isEmpty()) {
            return false;
        }
        Auction.Ranked winner = ranked.getFirst();
        Auction.Weights weights = Bidders.weights(state.params.get(context));
        int awardsLeft = state.params.get(context).getAwardAttemptsMax() - order.getAwards() - 1;
        int standingBy = Math.min(Math.max(awardsLeft, 0), ranked.size() - 1);
        Bid winning = bid(context, id, winner.candidate().provider());
        award(context, order, winning, winner.scorePpm(), standingBy);
        for (int at = 1; at < ranked.size(); at++) {
            Auction.Ranked loser = ranked.get(at);
            Bid bid = bid(context, id, loser.candidate().provider());
            Loss loss = Loss.against(weights, winner, loser);
            if (at <= standingBy) {
                standBy(context, bid, loss, at + 1);
            } else {
                endings.lose(context, id.bid(loser.candidate().provider()), bid, loss);
            }
        }
        return true;
    }

    private List<Bid> eligible(Context context, Order order) {
        var eligible = new ArrayList<Bid>();
        for (var row : state.bidsOn(context, OrderId.of(order.getId()))) {
            Bid bid = row.value();
            if (!Bids.isOpen(bid)) {
                continue;
            }
            Optional<String> objection = bidders.objection(context, order, bid);
            if (objection.isPresent()) {
                endings.lose(context, row.key(), bid, Loss.without(LossReason.NO_LONGER_MATCHES, objection.get()));
                continue;
            }
            eligible.add(bid);
        }
        return eligible;
    }

    private List<Auction.Ranked> rank(Context context, Order order, List<Bid> bids) {
        return Auction.rank(
                OrderId.of(order.getId()),
                context.lastAppHash(),
                Bidders.weights(state.params.get(context)),
                bids.stream().map(bid -> bidders.candidate(context, order, bid)).toList());
    }

    private void award(Context context, Order order, Bid bid, int scorePpm, int standingBy) {
        Params params = state.params.get(context);
        LeaseId id = OrderId.of(order.getId()).lease(Address.parse(bid.getId().getProvider()));
        Order awarded = Orders.award(order, id.provider(), standingBy);
        Bid winning = Bids.award(bid, scorePpm);
        Lease lease = Leases.award(id, winning, awarded.getAwards(), params, context);
        state.save(context, awarded);
        state.save(context, winning);
        state.save(context, lease);
        context.emit(LeaseAwarded.newBuilder()
                .setId(lease.getId())
                .setPrice(lease.getPrice())
                .setScorePpm(scorePpm)
                .setReadyByMs(lease.getReadyByMs())
                .build());
    }

    private void standBy(Context context, Bid bid, Loss loss, int rank) {
        state.save(context, Bids.standBy(bid, loss));
        context.emit(BidRanked.newBuilder()
                .setId(bid.getId())
                .setRank(rank)
                .setReason(loss.reason())
                .setText(loss.text())
                .setScorePpm(loss.scorePpm())
                .build());
    }

    /** The winner is ready: those who stood by lose, for the reason they know already. */
    void settled(Context context, Order order) {
        OrderId id = OrderId.of(order.getId());
        if (order.getOpenBids() > 0) {
            for (var row : state.bidsOn(context, id)) {
                Bid bid = row.value();
                if (Bids.isOpen(bid)) {
                    endings.lose(
                            context,
                            row.key(),
                            bid,
                            new Loss(bid.getLossReason(), bid.getLossText(), bid.getScorePpm()));
                }
            }
            state.save(context, withoutBids(order));
        }
        refute(context, id, Address.parse(order.getProvider()));
    }

    /**
     * Others have said of the same manifest that it cannot run, and it runs. That costs no deposit, because a tenant may
     * have mended its registry in between; but it is remembered like the least broken lease, so that blaming tenants is
     * not a way to keep a good name.
     */
    private void refute(Context context, OrderId order, Address ready) {
        Deployment deployment =
                state.deployments.get(context, order.deployment()).orElseThrow();
        for (var row : state.leasesOf(context, order)) {
            Lease lease = row.value();
            boolean claimed = !row.key().provider().equals(ready)
                    && Reasons.blamesTenant(lease.getCloseReason())
                    && lease.getCloseReason() != CloseReason.NO_MANIFEST;
            if (claimed && lease.getClosedHeight() >= deployment.getHashHeight()) {
                reputation.broken(context, row.key().provider(), order.owner(), Amount.ZERO);
            }
        }
    }

    /** The winner was not ready in time. */
    void lapse(Context context, LeaseId id) {
        Lease lease = state.leases.get(context, id).orElseThrow();
        String text = "the provider did not report the workload ready in time";
        fail(context, id, lease, Ending.byLedger(CloseReason.NOT_READY_IN_TIME, text));
    }

    /** An award came to nothing: the lease ends, and the order goes to the next, or takes bids anew, or its group stops. */
    void fail(Context context, LeaseId leaseId, Lease lease, Ending ending) {
        OrderId id = leaseId.order();
        endings.lease(context, leaseId, lease, ending);
        Order order = Orders.failed(state.orders.get(context, id).orElseThrow());
        Params params = state.params.get(context);
        if (order.getAwards() >= params.getAwardAttemptsMax() || witnesses(context, id) >= WITNESSES) {
            stop(context, id, order, ending);
            return;
        }
        if (Orders.isAwardedByLedger(order) && awardBest(context, order)) {
            return;
        }
        boolean nobodyLeft = Orders.isAwardedByLedger(order) || order.getOpenBids() == 0;
        if (nobodyLeft && Reasons.blamesTenant(ending.reason())) {
            stop(context, id, order, ending);
            return;
        }
        Order left = Orders.isAwardedByLedger(order) ? withoutBids(order) : order;
        reopen(context, Orders.reopen(left, params, context));
    }

    private void reopen(Context context, Order order) {
        state.save(context, order);
        context.emit(BidWindowOpened.newBuilder()
                .setId(order.getId())
                .setBidWindowEndsMs(order.getBidWindowEndsMs())
                .build());
    }

    private void stop(Context context, OrderId id, Order order, Ending ending) {
        state.orders.put(context, id, order);
        Group group = state.groups.get(context, id.group()).orElseThrow();
        endings.pause(context, id.group(), group, ending);
    }

    /** How many providers of this order have blamed the tenant for the manifest it has now. */
    private int witnesses(Context context, OrderId order) {
        long hashHeight =
                state.deployments.get(context, order.deployment()).orElseThrow().getHashHeight();
        int witnesses = 0;
        for (var row : state.leasesOf(context, order)) {
            Lease lease = row.value();
            if (Reasons.blamesTenant(lease.getCloseReason()) && lease.getClosedHeight() >= hashHeight) {
                witnesses++;
            }
        }
        return witnesses;
    }

    private static Order withoutBids(Order order) {
        return Orders.withOpenBids(order, -order.getOpenBids());
    }

    private Bid bid(Context context, OrderId order, Address provider) {
        return state.bids.get(context, order.bid(provider)).orElseThrow();
    }
}
