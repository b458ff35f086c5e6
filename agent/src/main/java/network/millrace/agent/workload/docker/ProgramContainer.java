package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;

/**
 * The container of one workload's program: brought up, looked at and ended. It is made once and started again for each run, so that
 * what was written stays. Knows nothing of policies; called under the workload's lock.
 */
final class ProgramContainer {

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_MS = 20;
    private static final Pattern SIGNAL = Pattern.compile("(SIG)?[A-Z]{2,6}[0-9+-]{0,4}|[0-9]{1,2}");

    private final DockerMachine machine;
    private final WorkloadFiles.Order order;
    private final String name;

    ProgramContainer(DockerMachine machine, WorkloadFiles.Order order) {
        this.machine = machine;
        this.order = order;
        this.name = machine.names().program(order.spec().id());
    }

    /**
     * Makes what is absent, and starts it once its network is closed and its limits were seen to hold.
     *
     * @return when it started, by the engine
     */
    Instant start() throws WorkloadException {
        EngineFacts facts = machine.engine().facts();
        HostConfig network =
                machine.network().ensure(spec().id(), spec().program().ports(), !facts.isDesktop());
        removeUnlessIn(network);
        if (look().isEmpty()) {
            create(network, facts.storage().quota());
        }
        ContainerPlan.requireApplied(required().getHostConfig(), spec().limits());
        try {
            machine.engine().start(name);
        } catch (WorkloadException e) {
            throw executable(e);
        }
        return Instant.parse(required().getState().getStartedAt());
    }

    Optional<InspectContainerResponse> look() throws WorkloadException {
        return machine.engine().container(name);
    }

    static boolean isRunning(InspectContainerResponse container) {
        return Boolean.TRUE.equals(container.getState().getRunning());
    }

    /** What its program has written beyond the image; 0 where the engine bounds it. */
    long writtenBytes() throws WorkloadException {
        return machine.engine()
                .container(name, true)
                .filter(container -> !isBounded(container.getHostConfig()))
                .flatMap(container -> Optional.ofNullable(container.getSizeRw()))
                .orElse(0L);
    }

    /** Asks it to end by the image's own signal, and kills it after {@code grace}. */
    void end(Duration grace) throws WorkloadException {
        String wanted =
                machine.images().image(order.imageDigest()).configuration().stopSignal();
        machine.engine().signal(name, SIGNAL.matcher(wanted).matches() ? wanted : "SIGTERM");
        if (!awaitEnd(grace)) {
            kill();
        }
    }

    void kill() throws WorkloadException {
        machine.engine().signal(name, "SIGKILL");
        awaitEnd(KILL_LIMIT);
    }

    /** A container cannot change to another network namespace, so one whose keeper was removed by somebody is made again. */
    private void removeUnlessIn(HostConfig network) throws WorkloadException {
        boolean elsewhere = look().filter(container -> !network.getNetworkMode()
                        .equals(container.getHostConfig().getNetworkMode()))
                .isPresent();
        if (elsewhere) {
            machine.engine().remove(name);
        }
    }

    private void create(HostConfig network, boolean quota) throws WorkloadException {
        KnownImage image = machine.images().image(order.imageDigest());
        WorkloadId id = spec().id();
        ContainerPlan plan = ContainerPlan.of(
                spec(),
                image.configuration(),
                network,
                machine.settings().logs().keptBytes(),
                quota);
        machine.engine().call("creating workload " + id, client -> {
            var create = client.createContainerCmd(image.engineId())
                    .withName(name)
                    .withLabels(machine.names().labels(id, Names.Role.PROGRAM))
                    .withEntrypoint(plan.words().subList(0, 1))
                    .withCmd(plan.words().subList(1, plan.words().size()))
                    .withEnv(plan.environment())
                    .withUser(image.configuration().place().user())
                    .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                    .withHostConfig(plan.host());
            if (!image.configuration().place().workingDirectory().isEmpty()) {
                create.withWorkingDir(image.configuration().place().workingDirectory());
            }
            if (!plan.host().getNetworkMode().startsWith("container:")) {
                create.withHostName(id.value()).withExposedPorts(ContainerPlan.exposed(plan.host()));
            }
            return create.exec();
        });
    }

    private boolean awaitEnd(Duration limit) throws WorkloadException {
        Instant until = machine.clock().instant().plus(limit);
        while (look().filter(ProgramContainer::isRunning).isPresent()) {
            if (!machine.clock().instant().isBefore(until)) {
                return false;
            }
            pause();
        }
        return true;
    }

    private InspectContainerResponse required() throws WorkloadException {
        return look().orElseThrow(() -> new WorkloadException(
                new WorkloadFault.RuntimeFailed("starting workload " + spec().id(), "its container vanished")));
    }

    private WorkloadSpec spec() {
        return order.spec();
    }

    private static boolean isBounded(HostConfig host) {
        return Optional.ofNullable(host.getStorageOpt())
                .filter(options -> options.containsKey("size"))
                .isPresent();
    }

    /** Behind a chain of contexts the part that matters to a tenant: {@code exec: "x": no such file}. */
    private static WorkloadException executable(WorkloadException failure) {
        String message = String.valueOf(failure.getMessage());
        int program = message.indexOf("exec: ");
        return program >= 0
                ? new WorkloadException(new WorkloadFault.NotExecutable(message.substring(program)), failure)
                : failure;
    }

    private static void pause() throws WorkloadException {
        try {
            Thread.sleep(LOOK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkloadException(
                    new WorkloadFault.RuntimeFailed("waiting for a container's end", "interrupted"), e);
        }
    }
}
