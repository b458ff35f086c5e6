package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadSpec;

/** How the agent reaches a workload's ports, and what the workload reaches. */
interface WorkloadNetwork {

    /** Connects a container that was created and not yet started; {@code process} is its first process. */
    void connect(Slot slot, long process, WorkloadSpec spec) throws WorkloadException, IOException;

    /** Puts right what a running workload has lost; asked a few times a second. */
    void keep(Slot slot, long process, WorkloadSpec spec) throws WorkloadException, IOException;

    void remove(Slot slot) throws WorkloadException, IOException;

    Optional<InetSocketAddress> address(Slot slot, int port);

    boolean accepts(Slot slot, int port);

    /** Puts right what holds for all workloads together; asked twice a minute. */
    void guard() throws WorkloadException;

    /** Takes that away with the last workload of the machine. */
    void removeUnused(Slots slots) throws WorkloadException;
}
