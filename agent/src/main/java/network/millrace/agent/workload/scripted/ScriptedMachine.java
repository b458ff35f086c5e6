package network.millrace.agent.workload.scripted;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.WorkloadId;

/** The pretended machine: its workloads go on when an agent's backend is gone. Used by one thread at a time. */
public final class ScriptedMachine {

    private final Limits size;
    private final SortedMap<WorkloadId, ScriptedWorkload> workloads = new TreeMap<>();

    /** @param size larger limits are refused as not enforceable */
    public ScriptedMachine(Limits size) {
        this.size = size;
    }

    /** A machine with 64 CPUs, 256 GiB memory and 4 TiB disk. */
    public static ScriptedMachine large() {
        return new ScriptedMachine(new Limits(64_000, 256L << 30, 1_000_000, 4L << 40));
    }

    /** The earliest time at which a workload changes by itself; empty when none will. */
    public Optional<Instant> nextChange() {
        return workloads.values().stream()
                .map(ScriptedWorkload::changesAt)
                .filter(at -> at.isBefore(Instant.MAX))
                .min(Instant::compareTo);
    }

    /** A workload dies by another hand than the agent's; its restart policy answers. */
    public void kill(WorkloadId id, Instant now) {
        find(id).ifPresent(workload -> {
            workload.advance(now);
            workload.kill(now);
        });
    }

    /** The machine loses power: no workload is left. */
    public void loseEverything() {
        workloads.clear();
    }

    Limits size() {
        return size;
    }

    Collection<ScriptedWorkload> workloads() {
        return workloads.values();
    }

    Optional<ScriptedWorkload> find(WorkloadId id) {
        return Optional.ofNullable(workloads.get(id));
    }

    void add(ScriptedWorkload workload) {
        workloads.put(workload.spec().id(), workload);
    }

    void remove(WorkloadId id) {
        workloads.remove(id);
    }
}
