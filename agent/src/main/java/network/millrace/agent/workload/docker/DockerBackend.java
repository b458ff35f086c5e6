package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.model.Container;
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
import java.util.UUID;
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
 * The Docker Engine behind the port: which workloads there are, and who watches them. Opening it on a home adopts what an earlier
 * agent has left there; a lock on the home keeps two agents from doing so at once.
 */
public final class DockerBackend implements WorkloadBackend, WorkloadShell {

    private static final Logger LOG = LoggerFactory.getLogger(DockerBackend.class);
    private static final long LOOK_MS = 200;
    private static final long DISK_MS = 2_000;

    private final DockerMachine machine;
    private final FileChannel homeLock;
    private final ConcurrentSkipListMap<WorkloadId, DockerWorkload> workloads = new ConcurrentSkipListMap<>();
    private final List<Thread> watchers;
    private final CountDownLatch closed = new CountDownLatch(1);

    private DockerBackend(DockerMachine machine, FileChannel homeLock) {
        this.machine = machine;
        this.homeLock = homeLock;
        this.watchers = List.of(
                Thread.ofVirtual().name("docker-watch").unstarted(this::watchUntilClosed),
                Thread.ofVirtual().name("docker-disk").unstarted(this::guardDisksUntilClosed));
    }

    /**
     * Opens the backend and adopts the workloads of its home. An engine that does not answer is no failure yet: {@link #check} says so.
     *
     * @throws WorkloadException when the home cannot be used, for example because another agent uses it
     */
    public static DockerBackend open(DockerSettings settings, InstantSource clock) throws WorkloadException {
        try {
            Files.createDirectories(WorkloadFiles.all(settings.home()));
            FileChannel homeLock = lock(settings.home());
            DockerBackend backend = new DockerBackend(machine(settings, clock), homeLock);
            backend.adoptAll();
            backend.watchers.forEach(Thread::start);
            return backend;
        } catch (IOException e) {
            throw failed("opening " + settings.home(), e);
        }
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public Readiness check() {
        return EngineParts.check(machine.engine(), machine.settings());
    }

    @Override
    public PreparedImage prepare(ImageReference image) throws WorkloadException {
        requireUsable();
        PreparedImage prepared = machine.images().prepare(image);
        Set<String> used =
                workloads.values().stream().map(DockerWorkload::imageDigest).collect(Collectors.toSet());
        used.add(prepared.digest());
        machine.images().evict(used);
        return prepared;
    }

    @Override
    public WorkloadStatus start(WorkloadSpec spec) throws WorkloadException {
        DockerWorkload present = workloads.get(spec.id());
        if (present != null) {
            return statusOfEqual(present, spec);
        }
        requireUsable();
        machine.engine().facts().requireEnforceable(spec.limits());
        PreparedImage image = machine.images().prepared(spec.program().image());
        DockerWorkload workload;
        synchronized (workloads) {
            present = workloads.get(spec.id());
            if (present != null) {
                return statusOfEqual(present, spec);
            }
            workload = create(new WorkloadFiles.Order(spec, image.digest()));
            workloads.put(spec.id(), workload);
        }
        launch(workload);
        LOG.info("workload={} image={} started", spec.id(), image.digest());
        return workload.status();
    }

    @Override
    public List<WorkloadStatus> inspectAll() throws WorkloadException {
        List<WorkloadStatus> all = new ArrayList<>();
        for (DockerWorkload workload : workloads.values()) {
            WorkloadStatus status = workload.status();
            if (!workload.isGone()) {
                all.add(status);
            }
        }
        return all;
    }

    @Override
    public Optional<WorkloadStatus> inspect(WorkloadId id) throws WorkloadException {
        DockerWorkload workload = workloads.get(id);
        return workload == null ? Optional.empty() : Optional.of(workload.status());
    }

    @Override
    public void stop(WorkloadId id, Duration grace) throws WorkloadException {
        known(id).stop(grace);
        LOG.info("workload={} stopped", id);
    }

    @Override
    public void destroy(WorkloadId id) throws WorkloadException {
        DockerWorkload workload = workloads.get(id);
        if (workload == null) {
            return;
        }
        workload.destroy();
        workloads.remove(id, workload);
        LOG.info("workload={} destroyed", id);
    }

    @Override
    public void wipe() throws WorkloadException {
        for (WorkloadId id : workloads.keySet()) {
            destroy(id);
        }
        machine.images().forgetAll();
    }

    @Override
    public LogPage logs(WorkloadId id, LogPosition from, int atMost, Duration wait) throws WorkloadException {
        try {
            return known(id).page(from, atMost, wait);
        } catch (IOException e) {
            throw failed("reading the log of workload " + id, e);
        }
    }

    @Override
    public Optional<InetSocketAddress> address(WorkloadId id, int port) throws WorkloadException {
        return known(id).address(port);
    }

    @Override
    public Process execute(WorkloadId id, List<String> command, boolean terminal) throws WorkloadException {
        if (!known(id).isRunning() || command.isEmpty()) {
            String detail = "it needs a running workload and a command";
            throw new WorkloadException(new WorkloadFault.RuntimeFailed("executing in workload " + id, detail));
        }
        try {
            return ShellProcess.start(machine.engine(), machine.names().program(id), command, terminal);
        } catch (IOException e) {
            throw failed("executing in workload " + id, e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            for (Thread watcher : watchers) {
                watcher.join();
            }
            workloads.values().forEach(DockerWorkload::release);
            machine.engine().close();
            homeLock.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("closing home={} failed", machine.settings().home(), e);
        }
    }

    private static DockerMachine machine(DockerSettings settings, InstantSource clock) throws IOException {
        Engine engine = Engine.at(settings.engine(), settings.home().resolve("client"));
        Names names = new Names(identity(settings.home()));
        DockerImages images = new DockerImages(settings, engine);
        DockerNetwork network = new DockerNetwork(engine, names, images, settings.network());
        return new DockerMachine(settings, engine, names, network, images, clock);
    }

    /** Made once per home, so that the engine's things of this home are told from those of every other. */
    private static String identity(Path home) throws IOException {
        Path file = home.resolve("identity");
        if (Files.notExists(file)) {
            Path draft = home.resolve("identity.draft");
            Files.writeString(draft, UUID.randomUUID().toString().replace("-", ""));
            Files.move(draft, file);
        }
        return Files.readString(file).strip();
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
        try (var directories = Files.list(WorkloadFiles.all(machine.settings().home()))) {
            left = directories.filter(Files::isDirectory).sorted().toList();
        }
        for (Path directory : left) {
            adopt(new WorkloadFiles(directory));
        }
    }

    private void adopt(WorkloadFiles files) throws IOException, WorkloadException {
        Optional<WorkloadFiles.Order> order = files.order();
        if (order.isEmpty()) {
            // An agent died before it wrote the order or while it deleted it: the engine holds nothing of it.
            files.delete();
            return;
        }
        DockerWorkload workload = DockerWorkload.adopt(machine, files, order.get());
        WorkloadId id = workload.spec().id();
        if (files.isDoomed()) {
            workload.destroy();
            return;
        }
        workloads.put(id, workload);
        LOG.info("workload={} adopted", id);
    }

    private DockerWorkload create(WorkloadFiles.Order order) throws WorkloadException {
        try {
            return DockerWorkload.create(machine, order);
        } catch (IOException e) {
            throw failed("creating workload " + order.spec().id(), e);
        }
    }

    /** On failure nothing is left behind, not even when the clean-up meets the next failure: then the directory is doomed. */
    private void launch(DockerWorkload workload) throws WorkloadException {
        try {
            workload.launchFirst();
        } catch (WorkloadException e) {
            destroyAfter(e, workload);
            throw e;
        }
    }

    private void destroyAfter(WorkloadException first, DockerWorkload workload) {
        try {
            workload.destroy();
        } catch (WorkloadException e) {
            first.addSuppressed(e);
        } finally {
            workloads.remove(workload.spec().id(), workload);
        }
    }

    /** One question about all containers; only a workload of which the answer is news is looked at. */
    private void watchUntilClosed() {
        while (!isClosedAfter(LOOK_MS)) {
            try {
                if (!workloads.isEmpty()) {
                    Set<String> running = running();
                    workloads.values().stream()
                            .filter(workload -> workload.isDue(
                                    running.contains(workload.spec().id().value())))
                            .forEach(workload -> Thread.startVirtualThread(() -> tick(workload)));
                }
            } catch (WorkloadException e) {
                LOG.warn("workloads could not be looked at: {}; trying again", e.getMessage());
            }
        }
    }

    private Set<String> running() throws WorkloadException {
        return machine.engine().containers(machine.names().ours(Names.Role.PROGRAM)).stream()
                .filter(container -> "running".equals(container.getState()))
                .map(Container::getLabels)
                .map(labels -> labels.getOrDefault(Names.WORKLOAD, ""))
                .collect(Collectors.toSet());
    }

    private static void tick(DockerWorkload workload) {
        try {
            workload.tick();
        } catch (WorkloadException e) {
            LOG.warn(
                    "workload={} could not be looked at: {}; trying again",
                    workload.spec().id(),
                    e.getMessage());
        }
    }

    private void guardDisksUntilClosed() {
        while (!isClosedAfter(DISK_MS)) {
            for (DockerWorkload workload : workloads.values()) {
                try {
                    workload.guardDisk();
                } catch (WorkloadException e) {
                    LOG.warn(
                            "workload={} disk use is unknown: {}",
                            workload.spec().id(),
                            e.getMessage());
                }
            }
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

    private DockerWorkload known(WorkloadId id) throws WorkloadException {
        DockerWorkload workload = workloads.get(id);
        if (workload == null) {
            throw new WorkloadException(new WorkloadFault.UnknownWorkload(id));
        }
        return workload;
    }

    private static WorkloadStatus statusOfEqual(DockerWorkload present, WorkloadSpec spec) throws WorkloadException {
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
