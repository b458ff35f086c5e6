package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;

/**
 * A second container per workload, which owns the network namespace that the workload joins. It is started first and closes the
 * namespace with packet filter rules before anything of the tenant's runs; then it only sleeps, so that address and rules outlast the
 * workload's restarts.
 *
 * <p>Its image is empty: shell and iptables are this machine's own, mounted read-only, because an engine without network has no other
 * images, and Docker itself already needs iptables. It has the one capability to administer its own network.
 */
final class Keeper {

    private static final String CLOSED = "closed";
    private static final String PROGRAM =
            "printf '%s' \"$RULES\" | iptables-restore && echo " + CLOSED + " && exec sleep 2147483647";
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" + ":/run/current-system/sw/bin";
    private static final long MEMORY_BYTES = 64L << 20;
    private static final long PROCESSES = 16;
    private static final int LOOKS = 500;
    private static final long LOOK_MS = 20;

    /** Where a distribution keeps programs and what they load. */
    private static final List<String> FOLDERS =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/alternatives", "/nix", "/run/current-system");

    private final Engine engine;
    private final Names names;
    private final DockerImages images;

    Keeper(Engine engine, Names names, DockerImages images) {
        this.engine = engine;
        this.names = names;
        this.images = images;
    }

    /**
     * Makes sure that it runs and has closed the namespace.
     *
     * @return its id; what joins it joins this one, and not another that is made later under the same name
     * @param network its network, ports and name servers
     */
    String ensure(WorkloadId id, HostConfig network, String rules) throws WorkloadException {
        String name = names.keeper(id);
        Optional<InspectContainerResponse> present = engine.container(name);
        if (present.isPresent() && Boolean.TRUE.equals(present.get().getState().getRunning())) {
            return present.get().getId();
        }
        if (present.isEmpty()) {
            create(id, network, rules);
        }
        long before = timesClosed(name);
        engine.start(name);
        awaitClosed(name, before);
        return engine.container(name)
                .map(InspectContainerResponse::getId)
                .orElseThrow(() -> notClosed("the keeper vanished"));
    }

    void remove(WorkloadId id) throws WorkloadException {
        engine.remove(names.keeper(id));
    }

    private void create(WorkloadId id, HostConfig network, String rules) throws WorkloadException {
        String image = images.empty();
        HostConfig host = network.withCapDrop(Capability.ALL)
                .withCapAdd(Capability.NET_ADMIN)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withReadonlyRootfs(true)
                .withBinds(binds())
                .withTmpFs(Map.of("/run", "size=64k"))
                .withMemory(MEMORY_BYTES)
                .withPidsLimit(PROCESSES)
                .withLogConfig(ContainerPlan.boundedOutput(1L << 16));
        engine.call("creating the keeper of workload " + id, client -> client.createContainerCmd(image)
                .withName(names.keeper(id))
                .withHostName(id.value())
                .withLabels(names.labels(id, Names.Role.KEEPER))
                .withEnv("PATH=" + PATH, "RULES=" + rules)
                .withEntrypoint("/bin/sh")
                .withCmd("-c", PROGRAM)
                .withExposedPorts(ContainerPlan.exposed(network))
                .withHostConfig(host)
                .exec());
    }

    private static List<Bind> binds() {
        return FOLDERS.stream()
                .filter(folder -> Files.exists(Path.of(folder)))
                .map(folder -> new Bind(folder, new Volume(folder), AccessMode.ro))
                .toList();
    }

    private void awaitClosed(String name, long before) throws WorkloadException {
        for (int look = 0; look < LOOKS; look++) {
            if (timesClosed(name) > before) {
                return;
            }
            boolean running = engine.container(name)
                    .filter(container ->
                            Boolean.TRUE.equals(container.getState().getRunning()))
                    .isPresent();
            if (!running && timesClosed(name) <= before) {
                throw notClosed(String.join(" ", lines(name)));
            }
            pause();
        }
        throw notClosed("it did not say so in time");
    }

    /** Its output outlives its restarts, so the times it has said so are counted. */
    private long timesClosed(String name) throws WorkloadException {
        return lines(name).stream().filter(CLOSED::equals).count();
    }

    private List<String> lines(String name) throws WorkloadException {
        OutputText output = new OutputText();
        engine.call("reading what the keeper says", client -> client.logContainerCmd(name)
                .withStdOut(true)
                .withStdErr(true)
                .exec(output));
        return output.text().lines().flatMap(Stream::of).toList();
    }

    private static WorkloadException notClosed(String detail) {
        return new WorkloadException(
                new WorkloadFault.RuntimeFailed("closing the workload's network with this machine's iptables", detail));
    }

    private static void pause() throws WorkloadException {
        try {
            Thread.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkloadException(new WorkloadFault.RuntimeFailed("waiting for a keeper", "interrupted"), e);
        }
    }
}
