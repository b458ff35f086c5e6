package network.millrace.agent.workload.scripted;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.PreparedImage;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadStatus;

/** Plays workloads on a {@link ScriptedMachine}; see {@link Script} for what they can do. Used by one thread at a time. */
public final class ScriptedBackend implements WorkloadBackend {

    /** An address of TEST-NET-1: nothing ever answers there. */
    private static final String UNREACHABLE_HOST = "192.0.2.1";

    private final ScriptedMachine machine;
    private final InstantSource clock;

    public ScriptedBackend(ScriptedMachine machine, InstantSource clock) {
        this.machine = machine;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Readiness check() {
        return new Readiness(List.of(), List.of("workloads are played, nothing really runs"));
    }

    @Override
    public PreparedImage prepare(ImageReference image) throws WorkloadException {
        ScriptedFaults.check(image);
        return new PreparedImage(image, digest(image), 0);
    }

    @Override
    public WorkloadStatus start(WorkloadSpec spec) throws WorkloadException {
        Instant now = clock.instant();
        Optional<ScriptedWorkload> present = machine.find(spec.id());
        if (present.isPresent()) {
            return statusOfEqual(present.get(), spec, now);
        }
        PreparedImage image = prepare(spec.program().image());
        ScriptedFaults.check(spec.program());
        ScriptedFaults.check(spec.limits(), machine.size());
        ScriptedWorkload workload = new ScriptedWorkload(spec, image.digest(), now);
        workload.advance(now);
        machine.add(workload);
        return workload.status();
    }

    @Override
    public List<WorkloadStatus> inspectAll() {
        Instant now = clock.instant();
        machine.workloads().forEach(workload -> workload.advance(now));
        return machine.workloads().stream().map(ScriptedWorkload::status).toList();
    }

    @Override
    public void stop(WorkloadId id, Duration grace) throws WorkloadException {
        known(id).stop(clock.instant());
    }

    @Override
    public void destroy(WorkloadId id) {
        machine.remove(id);
    }

    @Override
    public LogPage logs(WorkloadId id, LogPosition from, int atMost, Duration wait) throws WorkloadException {
        return known(id).log().page(from, atMost);
    }

    @Override
    public Optional<InetSocketAddress> address(WorkloadId id, int port) throws WorkloadException {
        ScriptedWorkload workload = known(id);
        boolean reachable =
                workload.status().isReady() && workload.spec().program().ports().contains(port);
        return reachable ? Optional.of(new InetSocketAddress(UNREACHABLE_HOST, port)) : Optional.empty();
    }

    @Override
    public void close() {
        // Nothing is held: the machine goes on.
    }

    private ScriptedWorkload known(WorkloadId id) throws WorkloadException {
        ScriptedWorkload workload =
                machine.find(id).orElseThrow(() -> new WorkloadException(new WorkloadFault.UnknownWorkload(id)));
        workload.advance(clock.instant());
        return workload;
    }

    private static WorkloadStatus statusOfEqual(ScriptedWorkload present, WorkloadSpec spec, Instant now)
            throws WorkloadException {
        if (!present.spec().equals(spec)) {
            throw new WorkloadException(new WorkloadFault.AlreadyExists(spec.id()));
        }
        present.advance(now);
        return present.status();
    }

    private static String digest(ImageReference image) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(image.toString().getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
