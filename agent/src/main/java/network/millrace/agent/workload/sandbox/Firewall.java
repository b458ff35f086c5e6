package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/**
 * Packet filter rules in chains of our own. They match the names of our interfaces, not single workloads, so they are the same
 * for all agents of a machine, are written in one atomic step, and stand before the first workload's network does.
 *
 * <p>From a workload: answers to connections that this machine opened; with egress also public addresses; nothing else. The jump
 * into our chain is put first in FORWARD, and accepts by itself what it allows: another program's (Docker's) policy of dropping
 * what it does not know would otherwise stop egress.
 */
final class Firewall {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String WAIT_S = "10";
    private static final String OPEN = Slot.INTERFACE_PREFIX + "o+";
    private static final String ANY = Slot.INTERFACE_PREFIX + "+";

    /** Special-purpose ranges (RFC 6890) that must not be reached: private, link-local (cloud metadata), loopback, multicast. */
    private static final List<String> NOT_PUBLIC = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** File locks do not work between threads of one process, so both are taken. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final SandboxSettings.HostShare share;

    Firewall(SandboxSettings.HostShare share) {
        this.share = share;
    }

    /** Makes chains, rules and jumps what they should be; changes nothing that is right. */
    void ensure() throws WorkloadException {
        locked(() -> {
            Commands.require(List.of("iptables-restore", "-w", WAIT_S, "--noflush"), chains(), LIMIT);
            String present = present();
            for (Jump jump : jumps()) {
                if (!present.contains(jump.listed())) {
                    Commands.require(jump.command("-I"));
                }
            }
        });
    }

    /** Removes it all when no agent of this machine holds a slot any more. */
    void removeUnused(Slots slots) throws WorkloadException {
        locked(() -> {
            if (slots.isAnyClaimed()) {
                return;
            }
            String present = present();
            for (Jump jump : jumps()) {
                if (present.contains(jump.listed())) {
                    Commands.require(jump.command("-D"));
                }
            }
            for (Jump jump : jumps()) {
                Commands.run(iptables(jump.table(), List.of("-F", jump.target())));
                Commands.run(iptables(jump.table(), List.of("-X", jump.target())));
            }
        });
    }

    /** A rule in one of the kernel's chains that leads into one of ours. */
    private record Jump(String table, String chain, List<String> match, String target) {
        List<String> command(String action) {
            List<String> rest = new ArrayList<>(List.of(action, chain));
            rest.addAll(match);
            rest.addAll(List.of("-j", target));
            return iptables(table, rest);
        }

        /** As iptables lists it. */
        String listed() {
            return "-A " + chain + " " + String.join(" ", match) + " -j " + target + "\n";
        }
    }

    /** Only the kernel's own chains: a machine's other rules may be many. */
    private static String present() throws WorkloadException {
        return Commands.require(iptables("filter", List.of("-S", "INPUT")))
                + Commands.require(iptables("filter", List.of("-S", "FORWARD")))
                + Commands.require(iptables("nat", List.of("-S", "POSTROUTING")));
    }

    private List<Jump> jumps() {
        return List.of(
                new Jump("filter", "INPUT", List.of("-i", ANY), "MILLRACE-INPUT"),
                new Jump("filter", "FORWARD", List.of("-i", ANY), "MILLRACE-FORWARD"),
                new Jump("filter", "FORWARD", List.of("-o", ANY), "MILLRACE-FORWARD"),
                new Jump("nat", "POSTROUTING", List.of("-s", share.network() + ".0.0/16"), "MILLRACE-EGRESS"));
    }

    private static String chains() {
        StringBuilder rules = new StringBuilder("*filter\n:MILLRACE-INPUT - [0:0]\n:MILLRACE-FORWARD - [0:0]\n");
        rules.append("-A MILLRACE-INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n");
        rules.append("-A MILLRACE-INPUT -j DROP\n");
        rules.append("-A MILLRACE-FORWARD -i ")
                .append(ANY)
                .append(" -o ")
                .append(ANY)
                .append(" -j DROP\n");
        for (String range : NOT_PUBLIC) {
            rules.append("-A MILLRACE-FORWARD -i ")
                    .append(ANY)
                    .append(" -d ")
                    .append(range)
                    .append(" -j DROP\n");
        }
        rules.append("-A MILLRACE-FORWARD -i ").append(OPEN).append(" -j ACCEPT\n");
        rules.append("-A MILLRACE-FORWARD -o ").append(OPEN);
        rules.append(" -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n");
        rules.append("-A MILLRACE-FORWARD -j DROP\nCOMMIT\n");
        rules.append("*nat\n:MILLRACE-EGRESS - [0:0]\n-A MILLRACE-EGRESS ! -o ").append(ANY);
        rules.append(" -j MASQUERADE\nCOMMIT\n");
        return rules.toString();
    }

    private static List<String> iptables(String table, List<String> rest) {
        List<String> command = new ArrayList<>(List.of("iptables", "-w", WAIT_S, "-t", table));
        command.addAll(rest);
        return command;
    }

    private interface Change {
        void apply() throws WorkloadException, IOException;
    }

    private void locked(Change change) throws WorkloadException {
        Path file = share.directory().resolve("firewall.lock");
        IN_PROCESS.lock();
        try {
            Files.createDirectories(share.directory());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                change.apply();
            }
        } catch (IOException e) {
            String detail = String.valueOf(e.getMessage());
            throw new WorkloadException(new WorkloadFault.RuntimeFailed("locking the firewall", detail), e);
        } finally {
            IN_PROCESS.unlock();
        }
    }
}
