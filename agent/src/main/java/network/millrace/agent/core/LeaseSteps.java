package network.millrace.agent.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import network.millrace.agent.lease.LeaseAction;
import network.millrace.agent.lease.LeaseStage;
import network.millrace.agent.lease.LeaseWork;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.MsgWithdrawLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what the plan says for each lease: one effect at a time per lease, and a wait after one that failed. */
final class LeaseSteps {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseSteps.class);
    private static final long REFUSED_WAIT_MS = 2_000;
    private static final int DOUBLINGS_MAX = 5;
    /** Actions that need no effect, such as a roll-back, are followed at once by the next; never endlessly. */
    private static final int STEPS_MAX = 4;

    private final AgentIdentity identity;
    private final AgentPolicy policy;
    private final LeaseDesk desk;
    private final Workloads workloads;
    private final Outbox outbox;
    private final Set<LeaseId> busy = new HashSet<>();
    private final Set<LeaseId> asking = new HashSet<>();
    private final Map<LeaseId, Long> notBefore = new HashMap<>();
    private final Map<LeaseId, Integer> refusals = new HashMap<>();
    private long wakeMs = Long.MAX_VALUE;

    LeaseSteps(AgentIdentity identity, AgentPolicy policy, LeaseDesk desk, Workloads workloads, Outbox outbox) {
        this.identity = identity;
        this.policy = policy;
        this.desk = desk;
        this.workloads = workloads;
        this.outbox = outbox;
    }

    /** Plans every lease that nothing is under way for. */
    void plan(long nowMs) {
        wakeMs = Long.MAX_VALUE;
        for (LeaseWork lease : List.copyOf(desk.leases().values())) {
            planOne(lease, nowMs);
        }
    }

    /** When a lease needs another look although nothing happens. */
    long wakeMs() {
        return wakeMs;
    }

    /** Whether a lease is on its way, so that the runtime should be looked at often. */
    boolean isAnyMoving() {
        return desk.leases().values().stream()
                .anyMatch(lease -> lease.stage() == LeaseStage.AWARDED
                        || lease.manifests().size() > 1
                        || busy.contains(lease.id()));
    }

    private void planOne(LeaseWork lease, long nowMs) {
        long pausedUntilMs = notBefore.getOrDefault(lease.id(), 0L);
        if (!lease.isConfirmed() || busy.contains(lease.id()) || asking.contains(lease.id())) {
            return;
        }
        if (nowMs < pausedUntilMs) {
            wakeMs = Math.min(wakeMs, pausedUntilMs);
            return;
        }
        for (int step = 0; step < STEPS_MAX; step++) {
            List<WorkloadStatus> actual = workloads.of(lease.id());
            if (actual.isEmpty() && lease.newest().isEmpty() && lease.stage() == LeaseStage.ACTIVE) {
                lease.gone(nowMs);
            }
            LeaseAction action = policy.plan().next(lease, actual, nowMs);
            if (!act(lease, action, nowMs)) {
                return;
            }
        }
    }

    /** Whether the next action may follow at once. */
    private boolean act(LeaseWork lease, LeaseAction action, long nowMs) {
        switch (action) {
            case LeaseAction.Wait wait -> {
                wakeMs = Math.min(wakeMs, wait.untilMs());
                return false;
            }
            case LeaseAction.RollBack back -> {
                lease.rollBack();
                outbox.append(
                        Records.settled(lease.id(), lease.newest().orElseThrow().hash()), nowMs);
                desk.note(
                        lease,
                        nowMs,
                        "rolled-back",
                        "the new manifest does not run, the former one is kept: " + back.why());
                return true;
            }
            case LeaseAction.Settle _ -> {
                lease.settle();
                outbox.append(
                        Records.settled(lease.id(), lease.newest().orElseThrow().hash()), nowMs);
                desk.note(lease, nowMs, "updated", "the new manifest runs");
                return true;
            }
            case LeaseAction.Forget _ -> {
                desk.forget(lease, nowMs);
                notBefore.remove(lease.id());
                refusals.remove(lease.id());
                return false;
            }
            case LeaseAction.Prepare prepare -> begin(lease, new Effect.Prepare(lease.id(), prepare.image()));
            case LeaseAction.Start start -> {
                desk.note(
                        lease,
                        nowMs,
                        "starting",
                        "starting image " + start.spec().program().image());
                begin(lease, new Effect.Start(lease.id(), start.spec()));
            }
            case LeaseAction.Destroy destroy -> {
                desk.note(lease, nowMs, "stopping", destroy.why());
                begin(lease, new Effect.Destroy(lease.id(), destroy.workload(), destroy.grace()));
            }
            case LeaseAction.Clear clear -> {
                desk.note(lease, nowMs, "failed", clear.fault().sentence());
                lease.failed(clear.fault(), nowMs);
                begin(lease, new Effect.Destroy(lease.id(), clear.workload(), Duration.ZERO));
            }
            case LeaseAction.ReportReady ready -> reportReady(lease, ready, nowMs);
            case LeaseAction.CloseLease close -> {
                LOG.warn("lease={} closes: {} {}", lease.id(), close.reason(), close.text());
                desk.note(lease, nowMs, "closing", close.reason() + ": " + close.text());
                begin(
                        lease,
                        new Effect.Submit(
                                new Purpose.CloseLease(lease.id()),
                                BidMessages.close(
                                        identity.provider(), lease.id().order(), close.reason(), close.text())));
            }
            case LeaseAction.Withdraw _ -> {
                lease.drawn(nowMs);
                begin(
                        lease,
                        new Effect.Submit(
                                new Purpose.DrawEarnings(lease.id()),
                                MsgWithdrawLease.newBuilder()
                                        .setProvider(identity.provider().toString())
                                        .setOrder(lease.id().order().toProto())
                                        .build()));
            }
        }
        return false;
    }

    private void reportReady(LeaseWork lease, LeaseAction.ReportReady ready, long nowMs) {
        outbox.append(Records.ready(lease.id(), ready.digests()), nowMs);
        desk.note(lease, nowMs, "ready", "runs and answers: " + String.join(", ", ready.digests()));
        begin(
                lease,
                new Effect.Submit(
                        new Purpose.Ready(lease.id()),
                        MsgLeaseReady.newBuilder()
                                .setProvider(identity.provider().toString())
                                .setOrder(lease.id().order().toProto())
                                .addAllDigests(ready.digests())
                                .build()));
    }

    private void begin(LeaseWork lease, Effect effect) {
        busy.add(lease.id());
        outbox.add(effect);
    }

    void prepared(LeaseId id, long nowMs) {
        ended(id);
        on(id, lease -> {
            lease.imageIsReady();
            desk.note(lease, nowMs, "prepared", "the image of the new manifest is here");
        });
    }

    void started(LeaseId id, WorkloadStatus status, long nowMs) {
        ended(id);
        workloads.started(status);
        on(id, lease -> desk.note(lease, nowMs, "started", "runs image " + status.imageDigest()));
    }

    void destroyed(LeaseId id, WorkloadId workload) {
        ended(id);
        workloads.destroyed(workload);
    }

    /** Preparing or starting failed: the fault counts, and the plan decides what follows. */
    void failed(LeaseId id, WorkloadFault fault, long nowMs) {
        ended(id);
        LOG.warn("lease={} {}", id, fault.sentence());
        on(id, lease -> {
            lease.failed(fault, nowMs);
            desk.note(lease, nowMs, "failed", fault.sentence());
        });
    }

    /** Destroying failed: the workload is still there, and is destroyed again after a wait. */
    void notDestroyed(LeaseId id, WorkloadFault fault, long nowMs) {
        ended(id);
        LOG.warn("lease={} could not be destroyed: {}", id, fault.sentence());
        pause(id, nowMs);
    }

    /** Whatever came of the message, the ledger is asked where the lease stands; what was refused is tried again later. */
    void submitted(LeaseId id, Outcome.Answer answer, long nowMs) {
        switch (answer) {
            case Outcome.Answer.Carried _ -> refusals.remove(id);
            case Outcome.Answer.Refused refused -> {
                LOG.warn(
                        "lease={} the ledger refused: {} {} {}",
                        id,
                        refused.codespace(),
                        refused.code(),
                        refused.text());
                on(id, lease -> desk.note(lease, nowMs, "refused", "the ledger refused: " + refused.text()));
                pause(id, nowMs);
            }
            case Outcome.Answer.Unknown unknown -> {
                LOG.warn("lease={} no answer: {}", id, unknown.why());
                pause(id, nowMs);
            }
        }
        ended(id);
        asking.add(id);
        outbox.add(new Effect.ReadLease(id));
    }

    /** The ledger said where the lease stands: the plan may go on. */
    void told(LeaseId id) {
        asking.remove(id);
    }

    private void ended(LeaseId id) {
        busy.remove(id);
    }

    private void pause(LeaseId id, long nowMs) {
        int count = refusals.merge(id, 1, Integer::sum);
        notBefore.put(id, nowMs + (REFUSED_WAIT_MS << Math.min(count - 1, DOUBLINGS_MAX)));
    }

    private void on(LeaseId id, Consumer<LeaseWork> change) {
        LeaseWork lease = desk.leases().get(id);
        if (lease != null) {
            change.accept(lease);
        }
    }
}
