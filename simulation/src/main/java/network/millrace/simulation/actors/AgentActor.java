package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.millrace.agent.bidding.Filters;
import network.millrace.agent.bidding.Screening;
import network.millrace.agent.core.AgentCore;
import network.millrace.agent.core.AgentIdentity;
import network.millrace.agent.core.AgentPolicy;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.core.CoreLimits;
import network.millrace.agent.journal.MemoryJournal;
import network.millrace.agent.lease.Labels;
import network.millrace.agent.lease.LeasePlan;
import network.millrace.agent.lease.LeaseStage;
import network.millrace.agent.lease.LeaseTimings;
import network.millrace.agent.lease.ManifestGate;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.lease.WorkloadPlans;
import network.millrace.agent.pricing.Pricing;
import network.millrace.agent.shell.CheckedManifests;
import network.millrace.agent.shell.EffectRunner;
import network.millrace.agent.shell.LedgerReader;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.agent.workload.scripted.ScriptedBackend;
import network.millrace.agent.workload.scripted.ScriptedMachine;
import network.millrace.client.NetworkException;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.access.v1.ServiceStatus;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.World;
import org.jspecify.annotations.Nullable;

/**
 * A provider: a machine with workloads and a disk with a journal, which outlive the agent, and the agent, which is killed and
 * started again. The agent's core, effects, journal form and scripted backend are those that ship.
 */
public final class AgentActor {
    private static final int PROCESSES_MAX = 1_000;
    private static final int LOG_LINES_MAX = 100;

    private final ProviderOffer offer;
    private final String chainId;
    private final Surroundings around;
    private final World world;
    private final Faults faults;
    private final AgentPolicy policy;
    private final ScriptedMachine machine;
    private final MemoryJournal journal = new MemoryJournal();
    private final Set<LeaseId> manifestsTaken = new LinkedHashSet<>();
    private @Nullable AgentProcess process;
    private long crashes;
    private long journalsLost;

    public AgentActor(ProviderOffer offer, String chainId, Surroundings around) {
        this.offer = offer;
        this.chainId = chainId;
        this.around = around;
        this.world = around.world();
        this.faults = around.faults();
        this.machine = new ScriptedMachine(offer.machine());
        this.policy = new AgentPolicy(
                new Screening(offer.offering(), new Pricing(offer.rates()), Filters.none()),
                new LeasePlan(timings(world.draw("patience of " + offer.party()))),
                new ManifestGate(new CheckedManifests(), new WorkloadPlans(chainId, PROCESSES_MAX)),
                limits());
    }

    public Party party() {
        return offer.party();
    }

    public ProviderOffer offer() {
        return offer;
    }

    /** Starts the agent, or starts it again. */
    public void start() {
        if (process != null) {
            return;
        }
        AgentIdentity identity = new AgentIdentity(party().address(), chainId);
        TransactionSender sender = around.sender(party());
        AgentCore core = new AgentCore(identity, policy, journal.records(), world.nowMs());
        EffectRunner runner = new EffectRunner(
                new LedgerReader(around.network(party().name()), party().address()),
                sender::send,
                new ScriptedBackend(machine, world),
                journal);
        AgentProcess fresh = new AgentProcess(party().name(), around, core, runner, journal, this::crash);
        process = fresh;
        world.note(party() + " starts");
        fresh.start();
    }

    /** The agent is killed, perhaps with its disk or its whole machine, and comes back after a while. */
    public void crash() {
        AgentProcess killed = process;
        if (killed == null) {
            return;
        }
        process = null;
        crashes++;
        if (faults.strikes(Fault.JOURNAL_LOST, party().name())) {
            journal.lose();
            manifestsTaken.clear();
            journalsLost++;
        }
        if (faults.strikes(Fault.MACHINE_LOST, party().name())) {
            machine.loseEverything();
        }
        long downMs = faults.draw(Fault.AGENT_KILLED)
                .between(500, Duration.ofMinutes(2).toMillis());
        world.note(party() + " is killed, back in " + downMs + " ms");
        world.after(downMs, party() + " restarts", this::start);
        killed.kill();
    }

    /** An opportunity for a workload to be killed by another hand; call once a virtual minute. */
    public void disturbWorkloads() {
        for (WorkloadStatus status : workloads()) {
            if (faults.strikes(Fault.WORKLOAD_KILLED, party().name())) {
                machine.kill(status.id(), world.instant());
            }
        }
    }

    /** Kills the agent alone; it stays down until it is started. */
    public void kill() {
        AgentProcess killed = process;
        process = null;
        if (killed != null) {
            crashes++;
            killed.kill();
        }
    }

    /** What the door says of a lease; no services while the agent is down. */
    public LeaseStatus status(LeaseId lease) {
        return view().flatMap(view -> view.lease(lease))
                .map(AgentActor::status)
                .orElse(LeaseStatus.newBuilder().setLease(lease.toProto()).build());
    }

    /** The lines that the lease's workload has printed. */
    public List<String> logs(LeaseId lease) {
        ScriptedBackend backend = new ScriptedBackend(machine, world);
        return backend.inspectAll().stream()
                .filter(status ->
                        Labels.lease(status, chainId).filter(lease::equals).isPresent())
                .flatMap(status -> lines(backend, status.id()).stream())
                .toList();
    }

    private static List<String> lines(ScriptedBackend backend, WorkloadId workload) {
        try {
            return backend.logs(workload, new LogPosition(0), LOG_LINES_MAX, Duration.ZERO).lines().stream()
                    .map(LogLine::text)
                    .toList();
        } catch (WorkloadException gone) {
            return List.of();
        }
    }

    private static LeaseStatus status(AgentView.LeaseView lease) {
        LeaseStatus.Builder status =
                LeaseStatus.newBuilder().setLease(lease.id().toProto());
        lease.workload().ifPresent(workload -> {
            ServiceStatus.Builder service = ServiceStatus.newBuilder()
                    .setName(lease.service())
                    .setDigest(workload.imageDigest())
                    .setRestarts(workload.restarts())
                    .setText(workload.state().sentence());
            switch (workload.state()) {
                case WorkloadState.Preparing _ ->
                    service.setState(network.millrace.protocol.access.v1.WorkloadState.PREPARING);
                case WorkloadState.Running running ->
                    service.setState(network.millrace.protocol.access.v1.WorkloadState.RUNNING)
                            .setStartedMs(running.startedAt().toEpochMilli());
                case WorkloadState.BackingOff _ ->
                    service.setState(network.millrace.protocol.access.v1.WorkloadState.BACKING_OFF);
                case WorkloadState.Exited _ ->
                    service.setState(network.millrace.protocol.access.v1.WorkloadState.EXITED);
                case WorkloadState.Failed _ ->
                    service.setState(network.millrace.protocol.access.v1.WorkloadState.FAILED);
            }
            status.addServices(service);
        });
        return status.build();
    }

    /** The machine itself, for somebody who tampers with it. */
    public ScriptedMachine machine() {
        return machine;
    }

    /** What is on the machine, as it really is. */
    public List<WorkloadStatus> workloads() {
        return new ScriptedBackend(machine, world).inspectAll();
    }

    /** Leases that a workload of this machine belongs to. */
    public List<LeaseId> leasesOnMachine() {
        return workloads().stream()
                .flatMap(status -> Labels.lease(status, chainId).stream())
                .toList();
    }

    /** What the agent says of itself; empty while it is down. */
    public Optional<AgentView> view() {
        return Optional.ofNullable(process).map(AgentProcess::view);
    }

    /** Leases whose manifest the agent acknowledged and, knowing the lease, no longer has, although its disk was never lost. */
    public List<LeaseId> manifestsForgotten() {
        return view().stream()
                .flatMap(view -> manifestsTaken.stream().flatMap(lease -> view.lease(lease).stream()))
                .filter(lease -> lease.stage() != LeaseStage.CLOSED && !lease.hasManifest())
                .map(AgentView.LeaseView::id)
                .toList();
    }

    public long crashes() {
        return crashes;
    }

    /** How often the disk with the journal was lost. */
    public long journalsLost() {
        return journalsLost;
    }

    /** The door: takes a manifest. */
    List<LeaseId> manifest(DeploymentId deployment, ByteString json) throws ManifestRefusal {
        AgentProcess running = process;
        if (running == null) {
            throw new NetworkException("connection to " + party() + " refused");
        }
        if (!running.view().takesManifests(deployment)) {
            throw new ManifestRefusal("there is no lease of " + deployment + " here (yet)");
        }
        List<LeaseId> taken = running.manifest(deployment, json);
        if (running.isAlive()) {
            manifestsTaken.addAll(taken);
        }
        return taken;
    }

    /** As in a real agent, but earnings are drawn within the run. */
    private static LeaseTimings timings(Draw draw) {
        LeaseTimings standard = LeaseTimings.standard();
        return new LeaseTimings(
                standard.closeMargin(),
                standard.settledAfter(),
                standard.startsBeforeReady(),
                standard.startAttempts(),
                standard.deadGrace(),
                standard.stopGrace(),
                Duration.ofMinutes(draw.between(2, 60)));
    }

    /** As in a real agent, but looking less often: a look costs the simulation time and changes little. */
    private static CoreLimits limits() {
        return new CoreLimits(2_000, 16, 500, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60));
    }
}
