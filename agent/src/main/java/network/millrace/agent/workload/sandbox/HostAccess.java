package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import network.millrace.agent.workload.WorkloadException;

/** How the agent gets at files, mounts and processes that belong to workloads' ids. Root just does; others need a namespace for it. */
interface HostAccess extends AutoCloseable {

    /** The command as it must be run to see them. */
    List<String> command(List<String> command) throws WorkloadException;

    void delete(Path tree) throws IOException, WorkloadException;

    /** Sizes of all files below a directory. */
    long bytes(Path tree) throws IOException, WorkloadException;

    /** Gives back what was needed for it, unless a workload lives in it. */
    @Override
    void close();
}
