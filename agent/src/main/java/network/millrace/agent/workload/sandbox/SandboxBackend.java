package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.PreparedImage;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadShell;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox behind the port: which workloads there are, and a watcher each. Opening it on a home adopts what an earlier agent
 * has left there; a lock on the home keeps two agents from doing so at once.
 */
public final class SandboxBackend implements WorkloadBackend, WorkloadShell {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxBackend.class);
    private static final long LOOK_MS = 200;
    private static final long FOLLOW_MS = 50;
    private static final long GUARD_MS = 30_000;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    /** What a workload may print while no agent is there; beyond it conmon starts over. */
    private static final int UNWATCHED_SEGMENTS = 16;

    private final SandboxSettings settings;
    private final SandboxMachine machine;
    private final FileChannel homeLock;
    private final ConcurrentSkipListMap<WorkloadId, Sandbox> sandboxes = new ConcurrentSkipListMap<>();
    private final List<Thread> watchers = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private SandboxBackend(SandboxSettings settings, SandboxMachine machine, FileChannel homeLock) {
        this.settings = settings;
        this.machine = machine;
        this.homeLock = homeLock;
    }

    /**
     * Opens the backend and adopts the workloads of its home.
     *
     * @throws WorkloadException when the home cannot be used, for example because another agent uses it
     */
    public static SandboxBackend open(SandboxSettings settings, InstantSource clock) throws WorkloadException {
        try {
            Files.createDirectories(settings.home().resolve("workloads"));
            FileChannel homeLock = lock(settings.home());
            SandboxBackend backend = new SandboxBackend(settings, machine(settings, clock), homeLock);
            backend.machine.images().removeDrafts();
            backend.adoptAll();
            backend.start(Thread.ofVirtual().name("firewall").unstarted(backend::guardUntilClosed));
            return backend;
        } catch (IOException e) {
            throw failed("opening " + settings.home(), e);
        }
    }

    /** Whether it is root's, with egress and with all limits enforced by the kernel; an ordinary user's has limitations. */
    public static boolean hasAllRights() {
        return SandboxParts.isRoot();
    }

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public boolean keepsFilesInMemory() {
        return !hasAllRights();
    }

    @Override
    public Readiness check() {
        return SandboxParts.check();
    }

    @Override
    public PreparedImage prepare(ImageReference image) throws WorkloadException {
        requireUsable();
        PreparedImage prepared = machine.images().prepare(image);
        Set<String> used = sandboxes.values().stream().map(Sandbox::imageDigest).collect(Collectors.toSet());
        used.add(prepared.digest());
        machine.images().evict(used);
        return prepared;
    }

    @Override
    public WorkloadStatus start(WorkloadSpec spec) throws WorkloadException {
        Sandbox present = sandboxes.get(spec.id());
        if (present != null) {
            return statusOfEqual(present, spec);
        }
        requireUsable();
        machine.host().limits().requireEnforceable(spec.limits());
        PreparedImage image = machine.images().prepared(spec.program().image());
        Sandbox sandbox = Sandbox.of(machine, settings, new WorkloadFiles.Order(spec, image.digest()));
        Sandbox other = sandboxes.putIfAbsent(spec.id(), sandbox);
        if (other != null) {
            return statusOfEqual(other, spec);
        }
        create(sandbox);
        LOG.info("workload={} image={} started", spec.id(), image.digest());
        return sandbox.status();
    }

    @Override
    public List<WorkloadStatus> inspectAll() throws WorkloadException {
        List<WorkloadStatus> all = new ArrayList<>();
        for (Sandbox sandbox : sandboxes.values()) {
            WorkloadStatus status = sandbox.status();
            if (!sandbox.isGone()) {
                all.add(status);
            }
        }
        return all;
    }

    @Override
    public Optional<WorkloadStatus> inspect(WorkloadId id) throws WorkloadException {
        Sandbox sandbox = sandboxes.get(id);
        return sandbox == null ? Optional.empty() : Optional.of(sandbox.status());
    }

    @Override
    public void stop(WorkloadId id, Duration grace) throws WorkloadException {
        Sandbox sandbox = known(id);
        sandbox.stop(grace, machine.images().stopSignal(sandbox.imageDigest()));
        LOG.info("workload={} stopped", id);
    }

    @Override
    public void destroy(WorkloadId id) throws WorkloadException {
        Sandbox sandbox = sandboxes.get(id);
        if (sandbox == null) {
            return;
        }
        sandbox.destroy();
        sandboxes.remove(id, sandbox);
        LOG.info("workload={} destroyed", id);
    }

    @Override
    public void wipe() throws WorkloadException {
        WorkloadBackend.super.wipe();
        machine.images().removeAll();
    }

    @Override
    public LogPage logs(WorkloadId id, LogPosition from, int atMost, Duration wait) throws WorkloadException {
        Sandbox sandbox = known(id);
        try {
            long until = System.nanoTime() + wait.toNanos();
            LogPage page = sandbox.log().page(from, atMost);
            while (page.lines().isEmpty() && System.nanoTime() < until && !isClosedAfter(FOLLOW_MS)) {
                page = sandbox.log().page(from, atMost);
            }
            return page;
        } catch (IOException e) {
            throw failed("reading the log of workload " + id, e);
        }
    }

    @Override
    public Optional<InetSocketAddress> address(WorkloadId id, int port) throws WorkloadException {
        Sandbox sandbox = known(id);
        int slot = sandbox.runningSlot();
        if (slot < 0 || !sandbox.spec().program().ports().contains(port)) {
            return Optional.empty();
        }
        return machine.host().network().address(machine.slots().slot(slot), port);
    }

    @Override
    public Process execute(WorkloadId id, List<String> command, boolean terminal) throws WorkloadException {
        Sandbox sandbox = known(id);
        int slot = sandbox.runningSlot();
        if (slot < 0 || command.isEmpty()) {
            String detail = "it needs a running workload and a command";
            throw new WorkloadException(new WorkloadFault.RuntimeFailed("executing in workload " + id, detail));
        }
        List<String> prefix = machine.host()
                .limits()
                .prefix(machine.slots().slot(slot), sandbox.spec().limits());
        return machine.containers().execute(id, prefix, command, terminal);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            for (Thread watcher : watchers()) {
                watcher.join(CLOSE_LIMIT);
            }
            machine.host().access().close();
            homeLock.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("giving back the lock of home={} failed", settings.home(), e);
        }
    }

    private static SandboxMachine machine(SandboxSettings settings, InstantSource clock) {
        SandboxHost host = SandboxHost.of(settings);
        Slots slots = new Slots(settings.share(), slot -> SandboxShare.clean(slot, host));
        long logBytesMax = settings.logs().segmentBytes() * UNWATCHED_SEGMENTS;
        Containers containers = new Containers(host.access(), settings.home().resolve("runc"), logBytesMax);
        return new SandboxMachine(slots, host, new SandboxImages(settings, host.access()), containers, clock);
    }

    private static FileChannel lock(Path home) throws IOException, WorkloadException {
        FileChannel channel =
                FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
        }
        String detail = "another agent uses this home; stop it, or give this one a home of its own";
        throw new WorkloadException(new WorkloadFault.RuntimeFailed("opening " + home, detail));
    }

    private void adoptAll() throws IOException, WorkloadException {
        List<Path> left;
        try (var directories = Files.list(settings.home().resolve("workloads"))) {
            left = directories.filter(Files::isDirectory).sorted().toList();
        }
        for (Path directory : left) {
            adopt(new WorkloadFiles(directory));
        }
    }

    private void adopt(WorkloadFiles files) throws IOException, WorkloadException {
        Optional<WorkloadFiles.Order> order = files.order();
        if (order.isEmpty()) {
            // An agent died between making the directory and writing the order: nothing was started yet.
            DirectoryTree.delete(files.directory());
            return;
        }
        Sandbox sandbox = Sandbox.adopt(machine, settings, files, order.get());
        if (files.isDoomed()) {
            sandbox.destroy();
            return;
        }
        WorkloadId id = sandbox.spec().id();
        sandbox.removeEnded();
        sandboxes.put(id, sandbox);
        watch(sandbox);
        LOG.info("workload={} adopted: {}", id, sandbox.status().state().sentence());
    }

    /** On failure nothing is left behind, not even when the clean-up meets the next failure: then the directory is doomed. */
    private void create(Sandbox sandbox) throws WorkloadException {
        try {
            sandbox.create();
        } catch (WorkloadException e) {
            destroyAfter(e, sandbox);
            throw e;
        }
        watch(sandbox);
        if (sandboxes.get(sandbox.spec().id()) != sandbox) {
            // Destroyed by somebody else before there was anything to destroy.
            sandbox.destroy();
            throw new WorkloadException(
                    new WorkloadFault.UnknownWorkload(sandbox.spec().id()));
        }
    }

    private void destroyAfter(WorkloadException first, Sandbox sandbox) {
        try {
            sandbox.destroy();
        } catch (WorkloadException e) {
            first.addSuppressed(e);
        } finally {
            sandboxes.remove(sandbox.spec().id(), sandbox);
        }
    }

    private void watch(Sandbox sandbox) {
        Thread watcher =
                Thread.ofVirtual().name("workload-" + sandbox.spec().id()).unstarted(() -> watchUntilGone(sandbox));
        start(watcher);
    }

    private void start(Thread watcher) {
        synchronized (watchers) {
            watchers.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
            watchers.add(watcher);
        }
        watcher.start();
    }

    private void guardUntilClosed() {
        while (!isClosedAfter(GUARD_MS)) {
            try {
                guard();
            } catch (WorkloadException e) {
                LOG.error(
                        "firewall could not be put right, so workloads may reach what they must not: {}",
                        e.getMessage());
            }
        }
    }

    /** Other programs flush and reload the machine's rules; ours are put back while anything runs that they hold in. */
    void guard() throws WorkloadException {
        if (sandboxes.values().stream().anyMatch(sandbox -> sandbox.runningSlot() >= 0)) {
            machine.host().network().guard();
        }
    }

    private void watchUntilGone(Sandbox sandbox) {
        WorkloadId id = sandbox.spec().id();
        while (!isClosedAfter(LOOK_MS) && sandboxes.get(id) == sandbox) {
            try {
                sandbox.tick();
            } catch (WorkloadException e) {
                LOG.warn("workload={} could not be looked at: {}; trying again", id, e.getMessage());
            }
        }
    }

    private List<Thread> watchers() {
        synchronized (watchers) {
            return List.copyOf(watchers);
        }
    }

    private boolean isClosedAfter(long waitMs) {
        try {
            return closed.await(waitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void requireUsable() throws WorkloadException {
        Readiness readiness = check();
        if (!readiness.isUsable()) {
            throw new WorkloadException(new WorkloadFault.RuntimeMissing(readiness));
        }
    }

    private Sandbox known(WorkloadId id) throws WorkloadException {
        Sandbox sandbox = sandboxes.get(id);
        if (sandbox == null) {
            throw new WorkloadException(new WorkloadFault.UnknownWorkload(id));
        }
        return sandbox;
    }

    private static WorkloadStatus statusOfEqual(Sandbox present, WorkloadSpec spec) throws WorkloadException {
        if (!present.spec().equals(spec)) {
            throw new WorkloadException(new WorkloadFault.AlreadyExists(spec.id()));
        }
        return present.status();
    }

    private static WorkloadException failed(String action, IOException cause) {
        return new WorkloadException(
                new WorkloadFault.RuntimeFailed(action, String.valueOf(cause.getMessage())), cause);
    }
}
