package network.millrace.agent.lease;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.protocol.market.v1.CloseReason;

/** What a lease needs next. Pure: it reads the lease and its workloads and changes neither. */
public record LeasePlan(LeaseTimings timings) {

    private static final long FAR_MS = Duration.ofHours(1).toMillis();

    /** @param actual all workloads that carry this lease's label, as they really are */
    public LeaseAction next(LeaseWork lease, List<WorkloadStatus> actual, long nowMs) {
        if (lease.stage() == LeaseStage.CLOSED) {
            return end(actual);
        }
        if (lease.newest().isEmpty()) {
            return actual.isEmpty() ? withoutManifest(lease, nowMs) : running(lease, actual.getFirst(), nowMs);
        }
        AcceptedManifest newest = lease.newest().get();
        Optional<WorkloadStatus> wanted = actual.stream()
                .filter(status -> status.id().equals(newest.spec().id()))
                .findFirst();
        Optional<WorkloadStatus> other = actual.stream()
                .filter(status -> !status.id().equals(newest.spec().id()))
                .findFirst();
        if (other.isPresent()) {
            return replace(lease, newest, other.get(), wanted.isPresent(), nowMs);
        }
        return wanted.map(status -> present(lease, status, nowMs)).orElseGet(() -> absent(lease, newest, nowMs));
    }

    private LeaseAction end(List<WorkloadStatus> actual) {
        if (actual.isEmpty()) {
            return new LeaseAction.Forget();
        }
        return new LeaseAction.Destroy(
                actual.getFirst().id(), timings.stopGrace(), "the lease is closed on the ledger");
    }

    private LeaseAction withoutManifest(LeaseWork lease, long nowMs) {
        if (lease.stage() == LeaseStage.AWARDED) {
            long lastMs = lastMomentMs(lease);
            return nowMs < lastMs
                    ? new LeaseAction.Wait(lastMs)
                    : new LeaseAction.CloseLease(
                            CloseReason.NO_MANIFEST, "the tenant sent no manifest in the time for becoming ready");
        }
        long since = lease.goneSinceMs() == 0 ? nowMs : lease.goneSinceMs();
        long lastMs = since + timings.deadGrace().toMillis();
        return nowMs < lastMs
                ? new LeaseAction.Wait(lastMs)
                : new LeaseAction.CloseLease(
                        CloseReason.UNSTABLE,
                        "the machine lost the workload and its manifest, and the tenant did not send it again");
    }

    /** A workload of another manifest is there: fetch the new image first, then make room. */
    private LeaseAction replace(
            LeaseWork lease, AcceptedManifest newest, WorkloadStatus old, boolean isNewestThere, long nowMs) {
        if (isNewestThere || lease.isImageReady() || lease.former().isEmpty()) {
            return new LeaseAction.Destroy(old.id(), timings.stopGrace(), "a newer manifest replaces it");
        }
        Optional<Trouble> trouble = lease.trouble();
        if (trouble.isPresent() && trouble.get().isFinal(timings)) {
            return new LeaseAction.RollBack(trouble.get().fault().sentence());
        }
        if (trouble.isPresent() && nowMs < trouble.get().nextMs()) {
            return new LeaseAction.Wait(trouble.get().nextMs());
        }
        return new LeaseAction.Prepare(newest.spec().program().image());
    }

    private LeaseAction absent(LeaseWork lease, AcceptedManifest newest, long nowMs) {
        Optional<Trouble> trouble = lease.trouble();
        if (trouble.isEmpty()) {
            return new LeaseAction.Start(newest.spec());
        }
        Trouble present = trouble.get();
        boolean isLate = lease.stage() == LeaseStage.AWARDED && nowMs >= lastMomentMs(lease);
        if (present.isFinal(timings) || isLate) {
            return dead(lease, present.fault(), present.sinceMs(), nowMs);
        }
        return nowMs < present.nextMs() ? new LeaseAction.Wait(present.nextMs()) : new LeaseAction.Start(newest.spec());
    }

    private LeaseAction present(LeaseWork lease, WorkloadStatus status, long nowMs) {
        return switch (status.state()) {
            case WorkloadState.Preparing _, WorkloadState.Running _ -> running(lease, status, nowMs);
            case WorkloadState.BackingOff waiting -> backingOff(lease, status, waiting, nowMs);
            case WorkloadState.Exited exited ->
                failed(
                        lease,
                        status,
                        new WorkloadState.Failed(stopped(exited), exited.exit().at()),
                        nowMs);
            case WorkloadState.Failed failed -> failed(lease, status, failed, nowMs);
        };
    }

    private LeaseAction running(LeaseWork lease, WorkloadStatus status, long nowMs) {
        Optional<Long> readyAtMs = readyAtMs(status);
        if (lease.stage() == LeaseStage.AWARDED) {
            return readyAtMs.map(at -> report(status, at, nowMs)).orElseGet(() -> notReady(lease, status, nowMs));
        }
        return lease.former().isPresent() ? prove(status, nowMs) : withdraw(lease, nowMs);
    }

    /** A new manifest has proved itself once its program ran and answered for as long as the runtime calls stable. */
    private LeaseAction prove(WorkloadStatus status, long nowMs) {
        if (!(status.state() instanceof WorkloadState.Running run) || !run.ready()) {
            return new LeaseAction.Wait(nowMs + FAR_MS);
        }
        long provedMs =
                run.startedAt().plus(status.spec().restart().stableAfter()).toEpochMilli();
        return nowMs < provedMs ? new LeaseAction.Wait(provedMs) : new LeaseAction.Settle();
    }

    private LeaseAction report(WorkloadStatus status, long readyAtMs, long nowMs) {
        return nowMs < readyAtMs
                ? new LeaseAction.Wait(readyAtMs)
                : new LeaseAction.ReportReady(List.of(Labels.service(status) + "=" + status.imageDigest()));
    }

    /** When a running workload counts as ready: with ports once they answer, without after it has run for a while. */
    private Optional<Long> readyAtMs(WorkloadStatus status) {
        if (!(status.state() instanceof WorkloadState.Running run) || !run.ready()) {
            return Optional.empty();
        }
        boolean hasPorts = !status.spec().program().ports().isEmpty();
        Duration settled = hasPorts ? Duration.ZERO : timings.settledAfter();
        return Optional.of(run.startedAt().plus(settled).toEpochMilli());
    }

    /** Not ready in time although it runs is the program's doing; still being prepared is nobody's before the deadline. */
    private LeaseAction notReady(LeaseWork lease, WorkloadStatus status, long nowMs) {
        long lastMs = lastMomentMs(lease);
        if (nowMs < lastMs) {
            return new LeaseAction.Wait(lastMs);
        }
        if (status.state() instanceof WorkloadState.Running) {
            return new LeaseAction.CloseLease(
                    CloseReason.WORKLOAD_INVALID,
                    "the program runs, but accepted no connection on port "
                            + status.spec().program().ports() + " in the time for becoming ready");
        }
        return new LeaseAction.Wait(nowMs + FAR_MS);
    }

    private LeaseAction backingOff(
            LeaseWork lease, WorkloadStatus status, WorkloadState.BackingOff waiting, long nowMs) {
        boolean isSpent = status.restarts() + 1 >= timings.startsBeforeReady();
        if (lease.former().isPresent() && isSpent) {
            return new LeaseAction.RollBack(
                    "the program of the new manifest " + waiting.exit().sentence());
        }
        if (lease.stage() == LeaseStage.AWARDED && isSpent) {
            return new LeaseAction.CloseLease(
                    CloseReason.WORKLOAD_EXITED,
                    "the program " + waiting.exit().sentence() + ", " + (status.restarts() + 1)
                            + " times before it was ready");
        }
        return lease.stage() == LeaseStage.AWARDED
                ? new LeaseAction.Wait(waiting.at().toEpochMilli())
                : withdraw(lease, nowMs);
    }

    /** The runtime gave up. What may pass is destroyed, to be started anew; what will not ends the lease after a grace. */
    private LeaseAction failed(LeaseWork lease, WorkloadStatus status, WorkloadState.Failed failed, long nowMs) {
        WorkloadFault fault = failed.fault();
        if (Faults.mayPass(fault)
                && lease.trouble().filter(one -> one.isFinal(timings)).isEmpty()) {
            return new LeaseAction.Clear(status.id(), fault);
        }
        return dead(lease, fault, failed.at().toEpochMilli(), nowMs);
    }

    /** A service ends for good only when somebody else than its agent stopped it. */
    private static WorkloadFault stopped(WorkloadState.Exited exited) {
        return new WorkloadFault.RuntimeFailed(
                "keeping the program running", "it " + exited.exit().sentence());
    }

    private LeaseAction dead(LeaseWork lease, WorkloadFault fault, long sinceMs, long nowMs) {
        if (lease.former().isPresent()) {
            return new LeaseAction.RollBack(fault.sentence());
        }
        long lastMs = sinceMs + timings.deadGrace().toMillis();
        if (lease.stage() == LeaseStage.ACTIVE && nowMs < lastMs) {
            return new LeaseAction.Wait(lastMs);
        }
        return new LeaseAction.CloseLease(Faults.reason(fault), fault.sentence());
    }

    private LeaseAction withdraw(LeaseWork lease, long nowMs) {
        if (lease.stage() != LeaseStage.ACTIVE || timings.withdrawEvery().isZero()) {
            return new LeaseAction.Wait(nowMs + FAR_MS);
        }
        long dueMs = lease.drawnMs() + timings.withdrawEvery().toMillis();
        return nowMs < dueMs ? new LeaseAction.Wait(dueMs) : new LeaseAction.Withdraw();
    }

    /** A fixed margin before the deadline, or a quarter of the time there is when that is short. */
    private long lastMomentMs(LeaseWork lease) {
        long quarterMs = Math.max(0, lease.readyByMs() - lease.knownSinceMs()) / 4;
        return lease.readyByMs() - Math.min(timings.closeMargin().toMillis(), quarterMs);
    }
}
