package network.millrace.agent.workload.sandbox;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;

/** Reads the kernel's tables of TCP sockets, {@code /proc/PID/net/tcp} and {@code tcp6}. */
final class ListeningPorts {

    private static final String LISTENS = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final String EVERY_IPV4 = "00000000";
    private static final String EVERY_IPV6 = EVERY_IPV4.repeat(4);
    private static final String IPV4_IN_IPV6 = "0000000000000000FFFF0000";

    private ListeningPorts() {}

    /** Whether a socket takes connections to this IPv4 address and port; one that listens on another address only does not. */
    static boolean contains(List<String> table, String address, int port) {
        String own = hexadecimal(address);
        Set<String> taking = Set.of(EVERY_IPV4, EVERY_IPV6, own, IPV4_IN_IPV6 + own);
        String suffix = String.format(":%04X", port);
        return table.stream()
                .skip(1)
                .map(line -> line.strip().split(" +"))
                .anyMatch(fields -> fields.length > STATE
                        && fields[STATE].equals(LISTENS)
                        && fields[LOCAL].endsWith(suffix)
                        && taking.contains(fields[LOCAL].substring(0, fields[LOCAL].length() - suffix.length())));
    }

    /** The kernel prints the four bytes as one number of this machine. */
    private static String hexadecimal(String address) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return String.format(
                    "%08X",
                    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an IPv4 address in numbers is needed, not " + address, e);
        }
    }
}
