package network.millrace.agent.workload.sandbox;

import java.util.List;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.WorkloadException;
import tools.jackson.databind.node.ObjectNode;

/** Limits by the kernel's control groups, one group per slot. */
final class ControlGroupLimits implements LimitEnforcement {

    private final ControlGroups groups;

    ControlGroupLimits(ControlGroups groups) {
        this.groups = groups;
    }

    /** Nothing to say beforehand: what the kernel takes is read back. */
    @Override
    public void requireEnforceable(Limits limits) {}

    @Override
    public List<String> prefix(Slot slot, Limits limits) {
        return List.of();
    }

    @Override
    public void describe(ObjectNode configuration, Slot slot, Limits limits) {
        ObjectNode mount = configuration.withArray("mounts").addObject();
        mount.put("destination", "/sys/fs/cgroup").put("type", "cgroup").put("source", "cgroup");
        List.of("nosuid", "noexec", "nodev", "relatime", "ro").forEach(mount.putArray("options")::add);
        ObjectNode linux = configuration.withObject("linux");
        linux.put("cgroupsPath", slot.controlGroup());
        resources(linux.putObject("resources"), limits);
    }

    @Override
    public void requireApplied(Slot slot, long process, Limits limits) throws WorkloadException {
        groups.requireApplied(slot.controlGroup(), limits);
    }

    /** The kernel's count goes with the control group. */
    @Override
    public boolean lackedMemory(Slot slot) {
        return groups.outOfMemoryKills(slot.controlGroup()) > 0;
    }

    @Override
    public void clear(Slot slot) throws WorkloadException {
        if (groups.exists(slot.controlGroup())) {
            groups.clear(slot.controlGroup());
        }
    }

    private void resources(ObjectNode resources, Limits limits) {
        resources.putArray("devices").addObject().put("allow", false).put("access", "rwm");
        ObjectNode memory = resources.putObject("memory").put("limit", limits.memoryBytes());
        if (groups.limitsSwap()) {
            memory.put("swap", limits.memoryBytes());
        }
        resources
                .putObject("cpu")
                .put("shares", Math.max(2, limits.cpuMillis() * 1_024 / 1_000))
                .put("quota", limits.cpuMillis() * ControlGroups.CPU_PERIOD_US / 1_000)
                .put("period", ControlGroups.CPU_PERIOD_US);
        resources.putObject("pids").put("limit", limits.processes());
    }
}
