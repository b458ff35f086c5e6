package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;

/**
 * A bridge network of each workload's own, so that Docker's rules keep workloads apart; a {@link Keeper} in it, which keeps the
 * workload from this machine and its neighbours; and the workload's ports published at an address of this machine only.
 */
final class DockerNetwork {

    /** Subnets of 8 addresses in a /16. */
    private static final int SUBNETS = 8_192;

    private static final int SUBNET_SIZE = 8;
    private static final int ATTEMPTS = 64;

    private final Engine engine;
    private final Names names;
    private final Keeper keeper;
    private final DockerSettings.Network settings;

    DockerNetwork(Engine engine, Names names, DockerImages images, DockerSettings.Network settings) {
        this.engine = engine;
        this.names = names;
        this.keeper = new Keeper(engine, names, images);
        this.settings = settings;
    }

    /**
     * Makes what of it is absent.
     *
     * @param kept whether this machine's programs can close the network; if not, the workload itself is in it, unfiltered
     * @return the network's part of the workload's container
     */
    HostConfig ensure(WorkloadId id, List<Integer> ports, boolean kept) throws WorkloadException {
        ensureNetwork(id);
        if (!kept) {
            return published(id, ports);
        }
        String rules = NetworkFilter.rules(settings.egress(), ownAddresses());
        return HostConfig.newHostConfig()
                .withNetworkMode("container:" + keeper.ensure(id, published(id, ports), rules));
    }

    /** Where the agent reaches each port; of a network that was made before. */
    Map<Integer, InetSocketAddress> addresses(WorkloadId id) throws WorkloadException {
        Map<Integer, InetSocketAddress> addresses = new HashMap<>();
        for (String name : List.of(names.keeper(id), names.program(id))) {
            engine.container(name).ifPresent(container -> addresses.putAll(published(container)));
        }
        return addresses;
    }

    void remove(WorkloadId id) throws WorkloadException {
        keeper.remove(id);
        engine.call("removing the network of workload " + id, client -> {
            try {
                client.removeNetworkCmd(names.network(id)).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    private HostConfig published(WorkloadId id, List<Integer> ports) {
        List<PortBinding> bindings = ports.stream()
                .distinct()
                .map(port -> new PortBinding(Ports.Binding.bindIp(settings.publishAddress()), ExposedPort.tcp(port)))
                .toList();
        return HostConfig.newHostConfig()
                .withNetworkMode(names.network(id))
                .withPortBindings(bindings)
                .withDns(settings.nameservers());
    }

    private static Map<Integer, InetSocketAddress> published(InspectContainerResponse container) {
        Map<Integer, InetSocketAddress> addresses = new HashMap<>();
        container.getNetworkSettings().getPorts().getBindings().forEach((port, bindings) -> {
            if (bindings != null && bindings.length > 0) {
                addresses.put(
                        port.getPort(),
                        new InetSocketAddress(
                                bindings[0].getHostIp(), Integer.parseInt(bindings[0].getHostPortSpec())));
            }
        });
        return addresses;
    }

    private void ensureNetwork(WorkloadId id) throws WorkloadException {
        if (exists(id)) {
            return;
        }
        int first = Math.floorMod(names.network(id).hashCode(), SUBNETS);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (tryCreate(id, (first + attempt) % SUBNETS)) {
                return;
            }
        }
        throw new WorkloadException(new WorkloadFault.RuntimeFailed(
                "making a network for workload " + id,
                "no subnet of " + settings.subnets()
                        + ".0.0/16 is free; remove unused ones with docker network prune"));
    }

    private boolean exists(WorkloadId id) throws WorkloadException {
        return engine.call("looking for the network of workload " + id, client -> {
            try {
                client.inspectNetworkCmd().withNetworkId(names.network(id)).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    /** False when the subnet is in use, by us or by anybody. */
    private boolean tryCreate(WorkloadId id, int subnet) throws WorkloadException {
        int offset = subnet * SUBNET_SIZE;
        String range = settings.subnets() + "." + offset / 256 + "." + offset % 256 + "/29";
        return engine.call("making a network for workload " + id, client -> {
            try {
                client.createNetworkCmd()
                        .withName(names.network(id))
                        .withDriver("bridge")
                        .withCheckDuplicate(true)
                        .withEnableIpv6(false)
                        .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet(range)))
                        .withLabels(names.labels(id, Names.Role.KEEPER))
                        .exec();
                return true;
            } catch (RuntimeException e) {
                if (Engine.sentence(e).contains("overlap")) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** An address of this machine may be public, and is none the less not for its workloads. */
    private static SortedSet<String> ownAddresses() throws WorkloadException {
        SortedSet<String> addresses = new TreeSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .forEach(address -> addresses.add(address.getHostAddress()));
            return addresses;
        } catch (SocketException e) {
            throw new WorkloadException(
                    new WorkloadFault.RuntimeFailed("listing this machine's addresses", String.valueOf(e.getMessage())),
                    e);
        }
    }
}
