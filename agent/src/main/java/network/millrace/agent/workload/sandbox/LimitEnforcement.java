package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.util.List;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.WorkloadException;
import tools.jackson.databind.node.ObjectNode;

/** What holds a workload to its limits. A limit that cannot be enforced is a refusal. */
interface LimitEnforcement {

    /** @throws WorkloadException with {@code LimitNotEnforceable}, before anything was made */
    void requireEnforceable(Limits limits) throws WorkloadException;

    /** Words before the command that starts a program of the workload. */
    List<String> prefix(Slot slot, Limits limits) throws WorkloadException;

    /** Adds what enforces the limits to runc's configuration. */
    void describe(ObjectNode configuration, Slot slot, Limits limits);

    /** Reads back what holds for a container whose program still waits. */
    void requireApplied(Slot slot, long process, Limits limits) throws WorkloadException;

    /** Whether its last run was ended because it wanted more memory; asked before the container is removed. */
    boolean lackedMemory(Slot slot) throws IOException;

    /** Ends what still runs on a slot, whoever's it was. */
    void clear(Slot slot) throws WorkloadException;
}
