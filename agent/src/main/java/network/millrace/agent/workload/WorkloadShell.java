package network.millrace.agent.workload;

import java.util.List;

/** An extra that a backend may offer: running one more program inside a running workload. */
public interface WorkloadShell {

    /**
     * Starts a program inside. Its streams are those of the returned process, merged when {@code terminal}; ending that process
     * ends the program.
     *
     * @throws WorkloadException with {@code UnknownWorkload}, or {@code RuntimeFailed} when the workload is not running
     */
    Process execute(WorkloadId id, List<String> command, boolean terminal) throws WorkloadException;
}
