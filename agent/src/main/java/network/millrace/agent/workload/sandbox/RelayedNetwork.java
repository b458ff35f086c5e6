package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network of an ordinary user's workload: a namespace with nothing but a loopback interface, so no way out and none to others. A
 * {@link Keeper} beside it passes the agent's connections in.
 */
final class RelayedNetwork implements WorkloadNetwork {

    private static final Logger LOG = LoggerFactory.getLogger(RelayedNetwork.class);

    /** Its address is the same as with root, so what listens on 127.0.0.1 only is reached by nobody outside. */
    private static final String INSIDE = SandboxNetwork.INSIDE + "; ip address add \"$1/32\" dev lo";

    private final UserNamespace namespace;

    RelayedNetwork(UserNamespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public void connect(Slot slot, long process, WorkloadSpec spec) throws WorkloadException, IOException {
        remove(slot);
        Commands.require(namespace.command(List.of(
                "nsenter",
                "--net=/proc/" + process + "/ns/net",
                "--",
                "sh",
                "-c",
                INSIDE,
                "millrace",
                slot.address())));
        new Keeper(namespace, slot).start(process, spec);
    }

    @Override
    public void keep(Slot slot, long process, WorkloadSpec spec) throws WorkloadException, IOException {
        Keeper keeper = new Keeper(namespace, slot);
        if (!keeper.isAlive() && SandboxMachine.startOf(process) > 0) {
            LOG.warn("workload={} lost the process that passes its connections on; starting another", spec.id());
            keeper.start(process, spec);
        }
    }

    @Override
    public void remove(Slot slot) throws IOException {
        new Keeper(namespace, slot).end();
    }

    @Override
    public Optional<InetSocketAddress> address(Slot slot, int port) {
        return new Keeper(namespace, slot)
                .outerPort(port)
                .map(outer -> new InetSocketAddress(InetAddress.getLoopbackAddress(), outer));
    }

    /** The kernel's own table of the workload's namespace says who listens; nobody is disturbed by a connection that only knocks. */
    @Override
    public boolean accepts(Slot slot, int port) {
        return new Keeper(namespace, slot)
                .process()
                .map(process -> Path.of("/proc", Long.toString(process), "net"))
                .filter(tables -> listens(tables, slot, port))
                .isPresent();
    }

    private static boolean listens(Path tables, Slot slot, int port) {
        return List.of("tcp", "tcp6").stream().anyMatch(name -> {
            try {
                return ListeningPorts.contains(Files.readAllLines(tables.resolve(name)), slot.address(), port);
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Override
    public void guard() {}

    @Override
    public void removeUnused(Slots slots) {}
}
