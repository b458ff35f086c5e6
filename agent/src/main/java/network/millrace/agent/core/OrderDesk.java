package network.millrace.agent.core;

import com.google.protobuf.Message;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.millrace.agent.bidding.BidAction;
import network.millrace.agent.bidding.BidEvent;
import network.millrace.agent.bidding.BidMachine;
import network.millrace.agent.bidding.BidState;
import network.millrace.agent.bidding.Offer;
import network.millrace.agent.bidding.Refusals;
import network.millrace.agent.bidding.Verdict;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All orders that the provider looks at, each with its machine; carries the machines' actions over into effects. */
final class OrderDesk {

    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);
    /** How long a bid found standing keeps its reservation before the ledger is asked again. */
    private static final long RECHECK_MS = 300_000;

    private final AgentIdentity identity;
    private final AgentPolicy policy;
    private final Holdings holdings;
    private final Outbox outbox;
    private final Map<OrderId, BidState> live = new LinkedHashMap<>();
    private final Set<OrderId> unread = new LinkedHashSet<>();
    private final RecentSet<OrderId> done;
    private final Refusals refusals;
    private Params params = Params.getDefaultInstance();
    private String paused = "";
    private boolean begun;
    private int reading;

    OrderDesk(AgentIdentity identity, AgentPolicy policy, Holdings holdings, Outbox outbox) {
        this.identity = identity;
        this.policy = policy;
        this.holdings = holdings;
        this.outbox = outbox;
        this.done = new RecentSet<>(policy.limits().ordersMax());
        this.refusals = new Refusals(policy.limits().refusalsMax());
    }

    Refusals refusals() {
        return refusals;
    }

    Map<OrderId, BidState> live() {
        return live;
    }

    /** @param why nothing can be started at the moment; empty = it can */
    void pause(String why) {
        paused = why;
    }

    /** The ledger has been read once: from here on there are parameters to bid with. */
    void begin() {
        begun = true;
    }

    String paused() {
        if (!begun) {
            return "the ledger has not been read yet";
        }
        return holdings.isCounting() ? "bids and leases found on the ledger are being counted first" : paused;
    }

    Verdict screen(GroupSpec group, OrderTerms terms) {
        return policy.screening().screen(group, terms, holdings.inventory(), paused());
    }

    /** Bids that the journal remembers: held, and asked about. */
    void remember(OrderId order, Offer offer, long nowMs) {
        holdings.remember(order, offer);
        take(order, BidMachine.remembered(offer), nowMs);
    }

    /** An order that takes bids, heard of or heard of again. */
    void opened(OrderId order, long nowMs) {
        done.remove(order);
        refusals.forget(order);
        consider(order, nowMs);
    }

    /** A bid of this provider came on the ledger, perhaps one whose message had been given up: it counts all the same. */
    void bidStands(OrderId order, long nowMs) {
        happened(order, new BidEvent.Accepted(), nowMs);
        follow(order, nowMs);
    }

    void surveyed(LedgerSurvey survey, long nowMs) {
        params = survey.params();
        survey.bids().forEach(bid -> follow(OrderId.of(order(bid)), nowMs));
        for (Order order : survey.orders()) {
            OrderId id = OrderId.of(order.getId());
            boolean worthALook =
                    refusals.of(id).map(one -> one.verdict().isPassing()).orElse(true);
            if (worthALook && !done.contains(id)) {
                consider(id, nowMs);
            }
        }
        List<OrderId> standing =
                survey.bids().stream().map(bid -> OrderId.of(order(bid))).toList();
        // A bid that this agent takes for standing and the survey does not show: its order knows what became of it.
        live.keySet().stream()
                .filter(id -> live.get(id) instanceof BidState.Standing && !standing.contains(id))
                .toList()
                .forEach(id -> happened(id, new BidEvent.Expired(), nowMs));
    }

    void read(OrderId id, Outcome.OrderRead read, long nowMs) {
        readEnded();
        Optional<Bid> mine = read.bids().stream()
                .filter(bid ->
                        bid.getId().getProvider().equals(identity.provider().toString()))
                .findFirst();
        if (mine.isPresent() && mine.get().getState() == Bid.State.ACTIVE) {
            outbox.add(new Effect.ReadLease(id.lease(identity.provider())));
        }
        happened(id, event(id, read.order(), mine.orElse(Bid.getDefaultInstance()), nowMs), nowMs);
        if (mine.isEmpty() || mine.get().getState() != Bid.State.ACTIVE) {
            holdings.counted(id);
        }
    }

    void unknown(OrderId id, long nowMs) {
        readEnded();
        holdings.counted(id);
        happened(id, new BidEvent.Over("the ledger does not know the order"), nowMs);
    }

    void happened(OrderId order, BidEvent event, long nowMs) {
        BidState state = live.get(order);
        if (state != null) {
            take(order, BidMachine.step(state, event), nowMs);
        }
    }

    void tick(long nowMs) {
        holdings.expiredAt(nowMs).forEach(order -> {
            holdings.extend(order, nowMs + RECHECK_MS);
            happened(order, new BidEvent.Expired(), nowMs);
        });
    }

    /** A bid of this provider is on the order: it is followed whatever else is, and counted before anything new is promised. */
    private void follow(OrderId order, long nowMs) {
        holdings.expect(order);
        if (!live.containsKey(order)) {
            take(order, BidMachine.seen(), nowMs);
        }
    }

    private void consider(OrderId order, long nowMs) {
        if (!live.containsKey(order) && live.size() < policy.limits().ordersMax()) {
            take(order, BidMachine.seen(), nowMs);
        }
    }

    private BidEvent event(OrderId id, Order order, Bid mine, long nowMs) {
        return switch (mine.getState()) {
            case OPEN -> found(id, order, mine, nowMs);
            case ACTIVE -> new BidEvent.Awarded();
            case LOST -> new BidEvent.Over(mine.getLossReason() + ": " + mine.getLossText());
            case CLOSED -> new BidEvent.Over("the bid was closed: " + mine.getCloseReason());
            case STATE_UNSPECIFIED, UNRECOGNIZED -> withoutBid(id, order);
        };
    }

    private BidEvent withoutBid(OrderId id, Order order) {
        return switch (order.getState()) {
            case OPEN -> decide(id, order);
            case MATCHED -> new BidEvent.Over("the order was awarded to another provider");
            case CLOSED -> new BidEvent.Over("the order was closed: " + order.getCloseReason());
            case STATE_UNSPECIFIED, UNRECOGNIZED -> new BidEvent.Over("the order is in a state unknown to this agent");
        };
    }

    private BidEvent decide(OrderId id, Order order) {
        // What the order itself holds already, after a restart, must not count against it.
        return switch (policy.screening()
                .screen(order.getSpec(), order.getTerms(), holdings.inventory().release(id), paused())) {
            case Verdict.WouldBid bid ->
                new BidEvent.Open(new Offer(order.getSpec(), bid.price(), bid.allotment(), order.getExpiresMs()));
            case Verdict.WouldNot no -> new BidEvent.Unwanted(no);
        };
    }

    private BidEvent found(OrderId id, Order order, Bid mine, long nowMs) {
        long untilMs = Math.max(order.getExpiresMs(), nowMs + RECHECK_MS);
        holdings.extend(id, untilMs);
        return new BidEvent.Found(Offers.of(order, mine, untilMs, holdings.inventory()));
    }

    private void take(OrderId order, BidMachine.Step step, long nowMs) {
        if (step.state().isOver()) {
            live.remove(order);
        } else {
            live.put(order, step.state());
        }
        step.actions().forEach(action -> act(order, action, nowMs));
        if (step.state().isOver() && refusals.of(order).isEmpty()) {
            done.add(order);
        }
        if (step.state() instanceof BidState.Ended ended) {
            LOG.debug("order={} over: {}", order, ended.reason());
        }
    }

    private void act(OrderId order, BidAction action, long nowMs) {
        switch (action) {
            case BidAction.Read _ -> {
                if (!unread.contains(order) && !outbox.isPending(new Effect.ReadOrder(order))) {
                    unread.add(order);
                }
                readNext();
            }
            case BidAction.Reserve reserve -> reserve(order, reserve.offer(), nowMs);
            case BidAction.Send send ->
                submit(
                        new Purpose.Bid(order),
                        BidMessages.create(identity.provider(), order, send.offer(), params),
                        "order={} bids {}",
                        order,
                        send.offer().price());
            case BidAction.Withdraw withdraw ->
                submit(
                        new Purpose.WithdrawBid(order),
                        BidMessages.close(identity.provider(), order, CloseReason.WITHDRAWN, withdraw.reason()),
                        "order={} withdraws its bid: {}",
                        order,
                        withdraw.reason());
            case BidAction.Release release -> {
                LOG.info("order={} gives its reservation back: {}", order, release.reason());
                holdings.release(order, release.reason(), nowMs);
            }
            case BidAction.NoteRefusal note -> {
                LOG.info("order={} no bid: {}", order, note.verdict().sentence());
                refusals.note(order, note.verdict(), nowMs);
            }
        }
    }

    /** What was just found free fits; a bid found on the ledger is a fact, and taken back when it does not fit. */
    private void reserve(OrderId order, Offer offer, long nowMs) {
        if (!holdings.reserve(order, offer, nowMs)) {
            holdings.hold(order, offer, nowMs);
            happened(order, new BidEvent.Unwelcome("another lease holds what the bid promised"), nowMs);
        }
    }

    private void submit(Purpose purpose, Message message, String log, OrderId order, Object detail) {
        LOG.info(log, order, detail);
        outbox.add(new Effect.Submit(purpose, message));
    }

    private void readEnded() {
        reading = Math.max(0, reading - 1);
        readNext();
    }

    private void readNext() {
        while (reading < policy.limits().readsMax() && !unread.isEmpty()) {
            reading++;
            OrderId next = unread.iterator().next();
            unread.remove(next);
            outbox.add(new Effect.ReadOrder(next));
        }
    }

    private static network.millrace.protocol.market.v1.OrderId order(Bid bid) {
        return network.millrace.protocol.market.v1.OrderId.newBuilder()
                .setOwner(bid.getId().getOwner())
                .setDseq(bid.getId().getDseq())
                .setGseq(bid.getId().getGseq())
                .setOseq(bid.getId().getOseq())
                .build();
    }
}
