package network.millrace.agent.core;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.millrace.agent.bidding.BidEvent;
import network.millrace.agent.bidding.Verdict;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.lease.LeaseWork;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.protocol.agent.v1.JournalRecord;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.LedgerEvent;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One provider as a deterministic machine; how it is driven is in the package description. For one caller at a time.
 */
public final class AgentCore {

    private static final Logger LOG = LoggerFactory.getLogger(AgentCore.class);

    private final AgentIdentity identity;
    private final AgentPolicy policy;
    private final Outbox outbox = new Outbox();
    private final Holdings holdings;
    private final Workloads workloads;
    private final OrderDesk orders;
    private final LeaseDesk leases;
    private final LeaseSteps steps;
    private final BlockReader blocks;
    private boolean surveyed;
    private boolean wasCounting;
    private long height;
    private long nextSurveyMs;
    private long nextInspectMs;

    /**
     * Takes up where the journal ends.
     *
     * @param journal everything remembered; empty for a new provider
     * @throws IllegalStateException when the journal belongs to another provider or network
     */
    public AgentCore(AgentIdentity identity, AgentPolicy policy, List<JournalRecord> journal, long nowMs) {
        this.identity = identity;
        this.policy = policy;
        Allotment offered = Allotment.of(policy.screening().offering().capacity());
        this.holdings = new Holdings(offered, outbox);
        this.workloads = new Workloads(identity);
        this.orders = new OrderDesk(identity, policy, holdings, outbox);
        Memory memory = Memory.of(journal, identity, offered);
        this.leases = new LeaseDesk(policy, holdings, outbox, memory, nowMs);
        this.steps = new LeaseSteps(identity, policy, leases, workloads, outbox);
        this.blocks = new BlockReader(identity, orders, leases);
        if (journal.isEmpty()) {
            outbox.append(Records.opened(identity), nowMs);
        }
        memory.offers().forEach((order, offer) -> orders.remember(order, offer, nowMs));
    }

    /** First effects: look at the ledger and at the machine. */
    public List<Effect> start(long nowMs) {
        return onTick(nowMs);
    }

    /** A block's events, in order; a block that was seen already changes nothing. */
    public List<Effect> onBlockEvents(BlockEvents block, long nowMs) {
        if (Long.compareUnsigned(block.getHeight(), height) <= 0) {
            return List.of();
        }
        boolean isGap = height != 0 && block.getHeight() != height + 1;
        height = block.getHeight();
        if (isGap) {
            nextSurveyMs = nowMs;
        }
        for (LedgerEvent event : block.getEventsList()) {
            blocks.read(event.getValue(), nowMs);
        }
        return finish(nowMs);
    }

    /** Time has passed. */
    public List<Effect> onTick(long nowMs) {
        return finish(nowMs);
    }

    /**
     * A tenant hands in the manifest of a deployment.
     *
     * @return what it did
     * @throws ManifestRefusal when it cannot run, with the sentence for the tenant; nothing has changed then
     */
    public ManifestReceipt onManifest(DeploymentId deployment, ByteString json, long nowMs) throws ManifestRefusal {
        List<LeaseId> accepted = leases.accept(deployment, json, nowMs);
        return new ManifestReceipt(accepted, finish(nowMs));
    }

    /** The leases that took a manifest, and what to do next. */
    public record ManifestReceipt(List<LeaseId> leases, List<Effect> effects) {}

    /** How an effect ended. */
    public List<Effect> onEffectDone(Effect effect, Outcome outcome, long nowMs) {
        if (outcome instanceof Outcome.Unanswered && isRetried(effect)) {
            outbox.unanswered(effect, nowMs);
            return finish(nowMs);
        }
        outbox.answered(effect);
        switch (effect) {
            case Effect.Append _ -> {}
            case Effect.Survey _ -> surveyed(outcome, nowMs);
            case Effect.Inspect _ -> inspected(outcome, nowMs);
            case Effect.ReadOrder read -> orderRead(read.order(), outcome, nowMs);
            case Effect.ReadLease read -> leaseRead(read.lease(), outcome, nowMs);
            case Effect.ReadDeployment read -> deploymentRead(read.deployment(), outcome, nowMs);
            case Effect.Prepare prepare -> worked(prepare.lease(), outcome, nowMs);
            case Effect.Start start -> worked(start.lease(), outcome, nowMs);
            case Effect.Destroy destroy -> destroyed(destroy, outcome, nowMs);
            case Effect.Submit submit -> submitted(submit.purpose(), answer(outcome), nowMs);
        }
        return finish(nowMs);
    }

    /** When {@link #onTick} should be called at the latest. */
    public long nextWakeMs() {
        long own = Math.min(Math.min(nextSurveyMs, nextInspectMs), outbox.nextRetryMs());
        return Math.min(own, steps.wakeMs());
    }

    /** Whether the provider would bid on such a group now: exactly what it would decide about an order. */
    public Verdict screen(GroupSpec group, OrderTerms terms) {
        return orders.screen(group, terms);
    }

    /** Nothing can be started for now, for example because the runtime is not usable; empty ends the pause. */
    public void pause(String why) {
        orders.pause(why);
    }

    /** The newest block whose events were taken in. */
    public long height() {
        return height;
    }

    /** The whole state as a journal that starts anew. */
    public List<JournalRecord> snapshot(long nowMs) {
        return Snapshot.of(identity, orders, leases, nowMs);
    }

    /** What outsiders may look at. */
    public AgentView view() {
        return AgentView.of(height, holdings.inventory(), orders, leases, workloads);
    }

    private List<Effect> finish(long nowMs) {
        if (wasCounting && !holdings.isCounting()) {
            // What was put off meanwhile is looked at again.
            nextSurveyMs = nowMs;
        }
        wasCounting = holdings.isCounting();
        if (nowMs >= nextSurveyMs) {
            outbox.add(new Effect.Survey());
            nextSurveyMs = nowMs + policy.limits().surveyEvery().toMillis();
        }
        orders.tick(nowMs);
        if (surveyed && workloads.isKnown()) {
            steps.plan(nowMs);
        }
        inspectWhenDue(nowMs);
        outbox.retryDue(nowMs);
        return outbox.take();
    }

    private void inspectWhenDue(long nowMs) {
        long busyMs = policy.limits().inspectBusy().toMillis();
        boolean isMoving = steps.isAnyMoving();
        if (isMoving) {
            nextInspectMs = Math.min(nextInspectMs, nowMs + busyMs);
        }
        if (nowMs >= nextInspectMs) {
            if (!outbox.isPending(new Effect.Inspect())) {
                workloads.inspecting();
            }
            outbox.add(new Effect.Inspect());
            nextInspectMs =
                    nowMs + (isMoving ? busyMs : policy.limits().inspectIdle().toMillis());
        }
    }

    /** Reading is repeated as it stands; what changes something is planned anew from what is known then. */
    private static boolean isRetried(Effect effect) {
        return switch (effect) {
            case Effect.Survey _, Effect.Inspect _, Effect.ReadOrder _, Effect.ReadLease _, Effect.ReadDeployment _ ->
                true;
            case Effect.Append _, Effect.Prepare _, Effect.Start _, Effect.Destroy _, Effect.Submit _ -> false;
        };
    }

    private void surveyed(Outcome outcome, long nowMs) {
        if (!(outcome instanceof Outcome.Surveyed answer)) {
            throw unexpected(outcome);
        }
        if (!surveyed) {
            surveyed = true;
            height = Math.max(height, answer.survey().height());
            orders.begin();
        }
        leases.surveyed(answer.survey());
        orders.surveyed(answer.survey(), nowMs);
        if (workloads.isKnown()) {
            leases.ask(workloads.leases());
        }
    }

    private void inspected(Outcome outcome, long nowMs) {
        if (!(outcome instanceof Outcome.Inspected answer)) {
            throw unexpected(outcome);
        }
        boolean isFirst = !workloads.isKnown();
        workloads.inspected(answer.workloads());
        if (isFirst && surveyed) {
            leases.ask(workloads.leases());
        }
        leases.leases().values().forEach(lease -> observe(lease, nowMs));
    }

    private void observe(LeaseWork lease, long nowMs) {
        workloads.changes(lease.id()).forEach(change -> leases.note(lease, nowMs, change.kind(), change.text()));
        if (workloads.of(lease.id()).stream().anyMatch(status -> isHealthy(status, nowMs))) {
            lease.healthy();
        }
    }

    private static boolean isHealthy(WorkloadStatus status, long nowMs) {
        return status.state() instanceof WorkloadState.Running running
                && running.ready()
                && status.spec().restart().isStable(Duration.between(running.startedAt(), Instant.ofEpochMilli(nowMs)));
    }

    private void orderRead(OrderId id, Outcome outcome, long nowMs) {
        switch (outcome) {
            case Outcome.OrderRead read -> orders.read(id, read, nowMs);
            case Outcome.NotOnLedger _ -> orders.unknown(id, nowMs);
            default -> throw unexpected(outcome);
        }
    }

    private void leaseRead(LeaseId id, Outcome outcome, long nowMs) {
        steps.told(id);
        switch (outcome) {
            case Outcome.LeaseRead read -> {
                leases.read(read.lease(), nowMs);
                orders.happened(id.order(), new BidEvent.Awarded(), nowMs);
            }
            // A ledger that does not know a lease proves nothing: it may be behind, or the wrong one. Nothing is
            // touched.
            case Outcome.NotOnLedger _ -> LOG.warn("lease={} is not known to the ledger; nothing of it is touched", id);
            default -> throw unexpected(outcome);
        }
    }

    private void deploymentRead(DeploymentId id, Outcome outcome, long nowMs) {
        switch (outcome) {
            case Outcome.DeploymentRead read -> leases.deploymentRead(id, read, nowMs);
            case Outcome.NotOnLedger _ -> {}
            default -> throw unexpected(outcome);
        }
    }

    private void worked(LeaseId lease, Outcome outcome, long nowMs) {
        switch (outcome) {
            case Outcome.Prepared _ -> steps.prepared(lease, nowMs);
            case Outcome.Started started -> steps.started(lease, started.status(), nowMs);
            case Outcome.WorkloadFailed failed -> steps.failed(lease, failed.fault(), nowMs);
            case Outcome.Unanswered no ->
                steps.failed(lease, new WorkloadFault.RuntimeFailed("the runtime", no.why()), nowMs);
            default -> throw unexpected(outcome);
        }
    }

    private void destroyed(Effect.Destroy destroy, Outcome outcome, long nowMs) {
        switch (outcome) {
            case Outcome.Destroyed _ -> steps.destroyed(destroy.lease(), destroy.workload());
            case Outcome.WorkloadFailed failed -> steps.notDestroyed(destroy.lease(), failed.fault(), nowMs);
            case Outcome.Unanswered no ->
                steps.notDestroyed(destroy.lease(), new WorkloadFault.RuntimeFailed("the runtime", no.why()), nowMs);
            default -> throw unexpected(outcome);
        }
    }

    private void submitted(Purpose purpose, Outcome.Answer answer, long nowMs) {
        switch (purpose) {
            case Purpose.Bid bid -> orders.happened(bid.order(), bidEvent(answer), nowMs);
            case Purpose.WithdrawBid bid -> orders.happened(bid.order(), bidEvent(answer), nowMs);
            case Purpose.Ready ready -> steps.submitted(ready.lease(), answer, nowMs);
            case Purpose.CloseLease close -> steps.submitted(close.lease(), answer, nowMs);
            case Purpose.DrawEarnings draw -> steps.submitted(draw.lease(), answer, nowMs);
        }
    }

    private static BidEvent bidEvent(Outcome.Answer answer) {
        return switch (answer) {
            case Outcome.Answer.Carried _ -> new BidEvent.Accepted();
            case Outcome.Answer.Refused refused -> new BidEvent.Refused(refused.text());
            case Outcome.Answer.Unknown unknown -> new BidEvent.Unanswered(unknown.why());
        };
    }

    private static Outcome.Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Submitted submitted -> submitted.answer();
            case Outcome.Unanswered no -> new Outcome.Answer.Unknown(no.why());
            default -> throw unexpected(outcome);
        };
    }

    private static IllegalStateException unexpected(Outcome outcome) {
        return new IllegalStateException(
                "the effect cannot end with " + outcome.getClass().getSimpleName());
    }
}
