package network.millrace.agent.workload;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that runs workloads. All methods may be called from any thread; calls about one workload are carried out one after
 * the other. Extras (a shell) are interfaces of their own, found with {@code instanceof}.
 */
public interface WorkloadBackend extends AutoCloseable {

    /** The name an operator configures, for example {@code sandbox}. */
    String name();

    /** Whether this backend can work on this machine; if not, what is missing and the line that installs it. */
    Readiness check();

    /** Whether what workloads write lies in this machine's memory, so that both must be offered out of one. */
    default boolean keepsFilesInMemory() {
        return false;
    }

    /**
     * Resolves an image and keeps it ready, so that {@link #start} needs no network.
     *
     * @throws WorkloadException with {@code ImageMissing} or {@code ImageBroken}
     */
    PreparedImage prepare(ImageReference image) throws WorkloadException;

    /**
     * Prepares the image when that has not been done, and starts the workload. Starting a workload that exists with an equal
     * specification changes nothing and returns its status: a caller that lost its memory may simply start again.
     *
     * @throws WorkloadException with the fault; nothing of the workload is left behind then
     */
    WorkloadStatus start(WorkloadSpec spec) throws WorkloadException;

    /** Every workload of this backend that has not been destroyed, as it really is, ordered by id. */
    List<WorkloadStatus> inspectAll() throws WorkloadException;

    /** One workload as it really is; empty when there is none of this id. */
    default Optional<WorkloadStatus> inspect(WorkloadId id) throws WorkloadException {
        return inspectAll().stream().filter(status -> status.id().equals(id)).findFirst();
    }

    /**
     * Asks the workload to end, and kills it after {@code grace}. It is not restarted; status and logs stay until destroyed.
     *
     * @throws WorkloadException with {@code UnknownWorkload} or {@code RuntimeFailed}
     */
    void stop(WorkloadId id, Duration grace) throws WorkloadException;

    /** Kills the workload if needed and wipes all of it: files, network, logs. Nothing happens when there is no such workload. */
    void destroy(WorkloadId id) throws WorkloadException;

    /** Destroys every workload and removes what else the backend keeps below its home, such as images. */
    default void wipe() throws WorkloadException {
        for (WorkloadStatus status : inspectAll()) {
            destroy(status.id());
        }
    }

    /**
     * The log from a position on. Following is a loop over this call with {@code page.next()}.
     *
     * @param atMost lines per page
     * @param wait how long to wait for a first line when there is none yet; zero never waits
     * @throws WorkloadException with {@code UnknownWorkload}
     */
    LogPage logs(WorkloadId id, LogPosition from, int atMost, Duration wait) throws WorkloadException;

    /** Where the agent reaches an exposed port of a running workload; nobody else on the network can. */
    Optional<InetSocketAddress> address(WorkloadId id, int port) throws WorkloadException;

    /** Stops watching. Workloads go on running, and a backend opened later on the same home adopts them. */
    @Override
    void close();
}
