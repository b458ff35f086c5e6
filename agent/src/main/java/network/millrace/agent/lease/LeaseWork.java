package network.millrace.agent.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.protocol.access.v1.WorkloadEvent;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.jspecify.annotations.Nullable;

/**
 * Everything the agent knows of one lease beside its workloads. Mutable, owned by the agent's core; {@link LeasePlan} only reads
 * it. At most two manifests are kept: the newest, and the one before as long as the newest has not proved to run.
 */
public final class LeaseWork {

    private final LeaseId id;
    private final GroupSpec spec;
    private final LeaseEvents events = new LeaseEvents();
    private final List<AcceptedManifest> manifests = new ArrayList<>();
    private final long knownSinceMs;
    private LeaseStage stage;
    private Hash wantedHash;
    private long readyByMs;
    private long drawnMs;
    private long goneSinceMs;
    private boolean imageReady;
    private boolean confirmed;
    private boolean hashKnown;
    private @Nullable Trouble trouble;

    /**
     * @param wantedHash of the manifest, as on the ledger
     * @param readyByMs latest time for ready
     * @param nowMs when the agent came to know of it
     */
    public LeaseWork(LeaseId id, GroupSpec spec, LeaseStage stage, Hash wantedHash, long readyByMs, long nowMs) {
        this.id = id;
        this.spec = spec;
        this.stage = stage;
        this.wantedHash = wantedHash;
        this.readyByMs = readyByMs;
        this.drawnMs = nowMs;
        this.knownSinceMs = nowMs;
    }

    public LeaseId id() {
        return id;
    }

    public GroupSpec spec() {
        return spec;
    }

    public LeaseStage stage() {
        return stage;
    }

    public Hash wantedHash() {
        return wantedHash;
    }

    public long readyByMs() {
        return readyByMs;
    }

    public LeaseEvents events() {
        return events;
    }

    public List<AcceptedManifest> manifests() {
        return List.copyOf(manifests);
    }

    /** What shall run. */
    public Optional<AcceptedManifest> newest() {
        return manifests.isEmpty() ? Optional.empty() : Optional.of(manifests.getLast());
    }

    Optional<AcceptedManifest> former() {
        return manifests.size() < 2 ? Optional.empty() : Optional.of(manifests.getFirst());
    }

    long knownSinceMs() {
        return knownSinceMs;
    }

    long drawnMs() {
        return drawnMs;
    }

    long goneSinceMs() {
        return goneSinceMs;
    }

    boolean isImageReady() {
        return imageReady;
    }

    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** A lease never goes back: what is closed stays closed, what is paid was awarded. */
    public void advance(LeaseStage newer) {
        if (newer.compareTo(stage) > 0) {
            stage = newer;
        }
    }

    /** The ledger has shown it since the agent started: from here on something may be done about it. */
    public void confirm() {
        confirmed = true;
    }

    /**
     * The ledger shows it in this stage. The first time since the agent started that is simply so: the journal says "ready"
     * also of a report that a crash kept from leaving, and a lease that is never reported ready costs the deposit.
     */
    public void shown(LeaseStage now) {
        if (confirmed) {
            advance(now);
            return;
        }
        stage = now;
        confirmed = true;
    }

    public boolean isConfirmed() {
        return confirmed;
    }

    /** The ledger said which manifest is wanted. */
    public void want(Hash hash) {
        wantedHash = hash;
        hashKnown = true;
    }

    /** Whether a manifest can be judged: the lease is open, and the ledger has said which one it wants. */
    public boolean takesManifests() {
        return hashKnown && stage != LeaseStage.CLOSED;
    }

    public void extendReady(long newReadyByMs) {
        readyByMs = Math.max(readyByMs, newReadyByMs);
    }

    /** Accepts a manifest; the one that runs is kept for a roll-back. The same manifest again changes nothing but ends trouble. */
    public void accept(AcceptedManifest manifest) {
        trouble = null;
        goneSinceMs = 0;
        if (newest().filter(present -> present.hash().equals(manifest.hash())).isPresent()) {
            return;
        }
        imageReady = false;
        if (manifests.size() == 2) {
            // The newest never proved to run: the one before it stays the one to return to.
            manifests.removeLast();
        }
        manifests.add(manifest);
    }

    public void imageIsReady() {
        imageReady = true;
        trouble = null;
    }

    /** Its workload was seen running and ready. */
    public void healthy() {
        trouble = null;
        goneSinceMs = 0;
    }

    public void failed(WorkloadFault fault, long nowMs) {
        trouble = trouble == null ? Trouble.first(fault, nowMs) : trouble.again(fault, nowMs);
    }

    /** The workload of a paid lease is not there, and no manifest to start it from. */
    public void gone(long nowMs) {
        if (goneSinceMs == 0) {
            goneSinceMs = nowMs;
        }
    }

    public void rollBack() {
        if (manifests.size() == 2) {
            manifests.removeLast();
        }
        imageReady = true;
        trouble = null;
    }

    public void settle() {
        if (manifests.size() == 2) {
            manifests.removeFirst();
        }
    }

    public void drawn(long nowMs) {
        drawnMs = nowMs;
    }

    /** Adds an event for the tenant to read. */
    public WorkloadEvent note(long nowMs, String kind, String text) {
        return events.add(nowMs, serviceName(), kind, text);
    }

    public void restore(WorkloadEvent event) {
        events.restore(event);
    }

    /** Name of the one service; the group's own name until a manifest says it. */
    public String serviceName() {
        return newest().map(manifest -> manifest.spec().labels().getOrDefault(Labels.SERVICE, ""))
                .orElse(spec.getName());
    }

    boolean isNewest(WorkloadId workload) {
        return newest().filter(manifest -> manifest.spec().id().equals(workload))
                .isPresent();
    }
}
