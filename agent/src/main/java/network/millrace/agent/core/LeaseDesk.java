package network.millrace.agent.core;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.agent.lease.AcceptedManifest;
import network.millrace.agent.lease.LeaseStage;
import network.millrace.agent.lease.LeaseWork;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's leases as the ledger tells of them: which there are, where they stand, which manifest they want. A lease ends
 * here only after the ledger has said so.
 */
final class LeaseDesk {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseDesk.class);
    private static final int ENDED_MAX = 1_000;

    /** A lease that is known by name, while its group and manifest hash are being read. */
    private record Incoming(LeaseStage stage, long readyByMs) {}

    private final AgentPolicy policy;
    private final Holdings holdings;
    private final Outbox outbox;
    private final Map<LeaseId, LeaseWork> leases = new LinkedHashMap<>();
    private final Map<LeaseId, Incoming> incoming = new LinkedHashMap<>();
    private final RecentSet<LeaseId> ended = new RecentSet<>(ENDED_MAX);

    LeaseDesk(AgentPolicy policy, Holdings holdings, Outbox outbox, Memory memory, long nowMs) {
        this.policy = policy;
        this.holdings = holdings;
        this.outbox = outbox;
        memory.leases().forEach((lease, remembered) -> restore(lease, remembered, nowMs));
    }

    Map<LeaseId, LeaseWork> leases() {
        return leases;
    }

    List<LeaseWork> of(DeploymentId deployment) {
        return leases.values().stream()
                .filter(lease -> lease.id().order().deployment().equals(deployment))
                .toList();
    }

    /** The ledger shows a lease of this provider. */
    void found(LeaseId id, LeaseStage stage, long readyByMs) {
        LeaseWork known = leases.get(id);
        if (known != null) {
            if (!known.isConfirmed()) {
                // What the journal remembers is a lease only now; its manifest may have changed meanwhile.
                outbox.add(new Effect.ReadDeployment(id.order().deployment()));
            }
            known.shown(stage);
            known.extendReady(readyByMs);
            return;
        }
        if (!ended.contains(id)) {
            holdings.expect(id.order());
            incoming.merge(id, new Incoming(stage, readyByMs), LeaseDesk::later);
            outbox.add(new Effect.ReadDeployment(id.order().deployment()));
        }
    }

    void read(Lease lease, long nowMs) {
        LeaseId id = LeaseId.of(lease.getId());
        LeaseStage stage = LeaseStage.of(lease.getState());
        if (stage == LeaseStage.CLOSED) {
            closed(id, lease.getCloseReason() + ": " + lease.getCloseText(), nowMs);
            return;
        }
        found(id, stage, lease.getReadyByMs());
    }

    void closed(LeaseClosed event, long nowMs) {
        LeaseId id = LeaseId.of(event.getId());
        closed(id, event.getReason() + ": " + event.getText() + "; paid " + event.getPaid(), nowMs);
    }

    /** Positive proof that a lease is over: from here on its workloads may go, and only from here on. */
    private void closed(LeaseId id, String why, long nowMs) {
        if (incoming.remove(id) != null) {
            holdings.counted(id.order());
        }
        if (ended.contains(id)) {
            return;
        }
        LeaseWork lease = leases.computeIfAbsent(id, unknown -> ending(unknown, nowMs));
        lease.confirm();
        if (lease.stage() != LeaseStage.CLOSED) {
            LOG.info("lease={} closed: {}", id, why);
            lease.advance(LeaseStage.CLOSED);
            note(lease, nowMs, "closed", why);
        }
    }

    /** A closed lease of which only the runtime knew: enough is known to end it. */
    private static LeaseWork ending(LeaseId id, long nowMs) {
        return new LeaseWork(id, GroupSpec.getDefaultInstance(), LeaseStage.AWARDED, Hash.sha256(), 0, nowMs);
    }

    void updated(DeploymentId deployment, Hash hash) {
        of(deployment).forEach(lease -> lease.want(hash));
    }

    void deploymentRead(DeploymentId id, Outcome.DeploymentRead read, long nowMs) {
        Hash hash = Hash.of(read.deployment().getHash());
        updated(id, hash);
        List<LeaseId> mine = incoming.keySet().stream()
                .filter(lease -> lease.order().deployment().equals(id))
                .toList();
        for (LeaseId lease : mine) {
            read.groups().stream()
                    .filter(group -> group.getId().getGseq() == lease.gseq())
                    .map(Group::getSpec)
                    .findFirst()
                    .ifPresent(spec -> begin(lease, spec, hash, nowMs));
        }
    }

    private void begin(LeaseId id, GroupSpec spec, Hash hash, long nowMs) {
        Incoming known = incoming.get(id);
        if (known == null) {
            return;
        }
        incoming.remove(id);
        LeaseWork lease = new LeaseWork(id, spec, known.stage(), hash, known.readyByMs(), nowMs);
        leases.put(id, lease);
        lease.confirm();
        lease.want(hash);
        holdings.lease(id, spec, nowMs);
        LOG.info("lease={} awarded", id);
        note(lease, nowMs, "awarded", "the bid won; waiting for the manifest");
    }

    /** A lease that the journal remembers: its workload can be reached at once, and nothing is done to it before the ledger speaks. */
    private void restore(LeaseId id, Memory.LeaseMemory remembered, long nowMs) {
        LeaseStage stage = remembered.isReady() ? LeaseStage.ACTIVE : LeaseStage.AWARDED;
        LeaseWork lease = new LeaseWork(id, remembered.spec(), stage, Hash.sha256(), 0, nowMs);
        leases.put(id, lease);
        holdings.rememberLease(id, remembered.spec());
        restore(lease, remembered);
    }

    private void restore(LeaseWork lease, Memory.LeaseMemory remembered) {
        for (ByteString json : remembered.manifests()) {
            try {
                lease.accept(policy.manifests().read(lease.id(), lease.spec(), json));
            } catch (ManifestRefusal e) {
                LOG.warn(
                        "lease={} a manifest accepted earlier is not accepted any more: {}",
                        lease.id(),
                        e.getMessage());
            }
        }
        remembered.events().forEach(lease::restore);
    }

    /**
     * Takes a manifest for every lease of the deployment.
     *
     * @throws ManifestRefusal when one of them cannot run it; none takes it then
     */
    List<LeaseId> accept(DeploymentId deployment, ByteString json, long nowMs) throws ManifestRefusal {
        List<LeaseWork> open =
                of(deployment).stream().filter(LeaseWork::takesManifests).toList();
        List<AcceptedManifest> accepted = new ArrayList<>();
        for (LeaseWork lease : open) {
            accepted.add(policy.manifests().accept(lease.id(), lease.spec(), lease.wantedHash(), json));
        }
        for (int i = 0; i < open.size(); i++) {
            take(open.get(i), accepted.get(i), nowMs);
        }
        return open.stream().map(LeaseWork::id).toList();
    }

    private void take(LeaseWork lease, AcceptedManifest manifest, long nowMs) {
        boolean isNew =
                lease.newest().filter(one -> one.hash().equals(manifest.hash())).isEmpty();
        lease.accept(manifest);
        if (isNew) {
            LOG.info("lease={} manifest={} accepted", lease.id(), manifest.hash());
            outbox.append(Records.manifest(lease.id(), manifest.json()), nowMs);
            note(lease, nowMs, "manifest", "manifest " + manifest.hash().hex() + " accepted");
        }
    }

    /** Everything that was known of leases and the survey does not show: the ledger is asked for each by name. */
    void surveyed(LedgerSurvey survey) {
        List<LeaseId> shown =
                survey.leases().stream().map(lease -> LeaseId.of(lease.getId())).toList();
        survey.leases()
                .forEach(lease ->
                        found(LeaseId.of(lease.getId()), LeaseStage.of(lease.getState()), lease.getReadyByMs()));
        leases.values().stream()
                .filter(lease -> lease.stage() != LeaseStage.CLOSED)
                .map(LeaseWork::id)
                .filter(id -> !shown.contains(id))
                .forEach(id -> outbox.add(new Effect.ReadLease(id)));
    }

    /** A workload is there whose lease is not known here: the ledger is asked; without its word nothing is touched. */
    void ask(List<LeaseId> withWorkloads) {
        withWorkloads.stream()
                .filter(id -> !leases.containsKey(id) && !incoming.containsKey(id))
                .forEach(id -> {
                    // Even if it ended before: what is left of it must go, once the ledger has said so again.
                    ended.remove(id);
                    outbox.add(new Effect.ReadLease(id));
                });
    }

    void forget(LeaseWork lease, long nowMs) {
        LOG.info("lease={} nothing of it is left on this machine", lease.id());
        holdings.forget(lease.id(), nowMs);
        leases.remove(lease.id());
        ended.add(lease.id());
    }

    void note(LeaseWork lease, long nowMs, String kind, String text) {
        outbox.append(Records.event(lease.id(), lease.note(nowMs, kind, text)), nowMs);
    }

    private static Incoming later(Incoming one, Incoming other) {
        LeaseStage stage = one.stage().compareTo(other.stage()) >= 0 ? one.stage() : other.stage();
        return new Incoming(stage, Math.max(one.readyByMs(), other.readyByMs()));
    }
}
