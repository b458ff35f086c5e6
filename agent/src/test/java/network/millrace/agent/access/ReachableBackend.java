package network.millrace.agent.access;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.PreparedImage;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadStatus;

/** A played machine whose workloads all answer at one real address. */
record ReachableBackend(WorkloadBackend played, InetSocketAddress address) implements WorkloadBackend {

    @Override
    public String name() {
        return played.name();
    }

    @Override
    public Readiness check() {
        return played.check();
    }

    @Override
    public PreparedImage prepare(ImageReference image) throws WorkloadException {
        return played.prepare(image);
    }

    @Override
    public WorkloadStatus start(WorkloadSpec spec) throws WorkloadException {
        return played.start(spec);
    }

    @Override
    public List<WorkloadStatus> inspectAll() throws WorkloadException {
        return played.inspectAll();
    }

    @Override
    public void stop(WorkloadId id, Duration grace) throws WorkloadException {
        played.stop(id, grace);
    }

    @Override
    public void destroy(WorkloadId id) throws WorkloadException {
        played.destroy(id);
    }

    @Override
    public LogPage logs(WorkloadId id, LogPosition from, int atMost, Duration wait) throws WorkloadException {
        return played.logs(id, from, atMost, wait);
    }

    @Override
    public Optional<InetSocketAddress> address(WorkloadId id, int port) throws WorkloadException {
        return played.address(id, port).map(unreachable -> address);
    }

    @Override
    public void close() {
        played.close();
    }
}
