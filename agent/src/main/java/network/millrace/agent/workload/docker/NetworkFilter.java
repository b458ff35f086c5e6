package network.millrace.agent.workload.docker;

import java.util.List;
import java.util.SortedSet;

/**
 * Packet filter rules in a workload's own network namespace, where it has no capability to change them, and where they are nobody
 * else's: the machine's own rules, which are Docker's, stay as they are.
 *
 * <p>From a workload: answers to connections from outside; its own loopback (also Docker's name server); with egress public addresses
 * that are not this machine's; nothing else.
 */
final class NetworkFilter {

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

    private NetworkFilter() {}

    /**
     * As {@code iptables-restore} reads them.
     *
     * @param own IPv4 addresses of this machine
     */
    static String rules(boolean egress, SortedSet<String> own) {
        StringBuilder rules = new StringBuilder("*filter\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n");
        rules.append("-A OUTPUT -o lo -j ACCEPT\n");
        rules.append("-A OUTPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n");
        if (egress) {
            NOT_PUBLIC.forEach(
                    range -> rules.append("-A OUTPUT -d ").append(range).append(" -j DROP\n"));
            own.forEach(address -> rules.append("-A OUTPUT -d ").append(address).append("/32 -j DROP\n"));
            rules.append("-A OUTPUT -j ACCEPT\n");
        }
        return rules.append("COMMIT\n").toString();
    }
}
