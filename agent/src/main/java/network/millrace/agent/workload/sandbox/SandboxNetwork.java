package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadSpec;

/**
 * A workload's network: one end of a point-to-point pair in the container's namespace, the other on this machine. There is no
 * bridge, so two workloads share nothing but this machine's routing, which the {@link Firewall} closes.
 *
 * <p>The namespace is made by runc with the container, because only then may runc enter it again for a shell; so the wires are laid
 * between the container's creation and its start, anew for each run.
 */
final class SandboxNetwork implements WorkloadNetwork {

    private static final Path SYSTEM = Path.of("/proc/sys/net");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CONNECT_MS = 200;
    private static final Path NAMESPACES = Path.of("/run/netns");

    /** No IPv6, which the firewall does not cover; low ports for everyone, since no capability will allow them. */
    static final String INSIDE = "set -e; if [ -d /proc/sys/net/ipv6 ]; then"
            + " echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6;"
            + " echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6; fi;"
            + " echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start";

    private final SandboxSettings.Network settings;
    private final Firewall firewall;

    SandboxNetwork(SandboxSettings.Network settings, Firewall firewall) {
        this.settings = settings;
        this.firewall = firewall;
    }

    static Path namespaceFile(Slot slot) {
        return NAMESPACES.resolve(slot.networkNamespace());
    }

    @Override
    public void connect(Slot slot, long process, WorkloadSpec spec) throws WorkloadException {
        firewall.ensure();
        remove(slot);
        String namespace = slot.networkNamespace();
        String outside = slot.networkInterface(settings.egress());
        ip("netns", "attach", namespace, Long.toString(process));
        Commands.require(List.of("ip", "netns", "exec", namespace, "sh", "-c", INSIDE));
        batch(
                List.of("ip", "-batch", "-"),
                List.of(
                        "link add " + outside + " type veth peer name eth0 netns " + namespace,
                        "address add " + slot.hostAddress() + "/30 dev " + outside));
        protect(slot);
        List<String> inside = new ArrayList<>(
                List.of("address add " + slot.address() + "/30 dev eth0", "link set eth0 up", "link set lo up"));
        ip("link", "set", outside, "up");
        if (settings.egress()) {
            inside.add("route add default via " + slot.hostAddress());
            write(SYSTEM.resolve("ipv4/ip_forward"), "1");
        }
        batch(List.of("ip", "-n", namespace, "-batch", "-"), inside);
    }

    /** The wires hold by themselves. */
    @Override
    public void keep(Slot slot, long process, WorkloadSpec spec) {}

    @Override
    public Optional<InetSocketAddress> address(Slot slot, int port) {
        return Optional.of(new InetSocketAddress(slot.address(), port));
    }

    @Override
    public boolean accepts(Slot slot, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(slot.address(), port), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The pair first: a namespace takes its end along only some time after it was deleted. */
    @Override
    public void remove(Slot slot) throws WorkloadException {
        for (boolean egress : new boolean[] {true, false}) {
            String left = slot.networkInterface(egress);
            if (Files.exists(Path.of("/sys/class/net", left))) {
                ip("link", "delete", left);
            }
        }
        if (Files.exists(namespaceFile(slot))) {
            ip("netns", "delete", slot.networkNamespace());
        }
    }

    @Override
    public void guard() throws WorkloadException {
        firewall.ensure();
    }

    @Override
    public void removeUnused(Slots slots) throws WorkloadException {
        firewall.removeUnused(slots);
    }

    /** Only packets that carry the workload's own address are taken from it. */
    private void protect(Slot slot) throws WorkloadException {
        write(interfaceSettings(slot).resolve("rp_filter"), "1");
        Path version6 = SYSTEM.resolve("ipv6/conf").resolve(slot.networkInterface(settings.egress()));
        if (Files.isDirectory(version6)) {
            write(version6.resolve("disable_ipv6"), "1");
        }
    }

    private Path interfaceSettings(Slot slot) {
        return SYSTEM.resolve("ipv4/conf").resolve(slot.networkInterface(settings.egress()));
    }

    private static void ip(String... arguments) throws WorkloadException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst("ip");
        Commands.require(command);
    }

    /** Several changes by one program; all their parts are names and addresses made by {@link Slot}. */
    private static void batch(List<String> command, List<String> lines) throws WorkloadException {
        Commands.require(command, String.join("\n", lines) + "\n", LIMIT);
    }

    private static void write(Path file, String value) throws WorkloadException {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            String detail = String.valueOf(e.getMessage());
            throw new WorkloadException(new WorkloadFault.RuntimeFailed("setting " + file, detail), e);
        }
    }
}
