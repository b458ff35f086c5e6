package network.millrace.client.compose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import network.millrace.client.compose.Links.Opened;
import network.millrace.client.compose.Service.Port;

/**
 * What a service opens. SDL tells web traffic from the rest by the outer port: TCP on 80 goes through the provider's shared front door, under a host name
 * and with TLS; everything else gets a port of the provider's choosing, which not every provider offers. Compose does not say what is web traffic, so
 * for each service one published port is taken for it when it looks like it.
 */
final class Exposes {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Set<Integer> WEB_PORTS = Set.of(
            80, 1337, 2368, 3000, 3001, 4000, 4200, 5000, 5173, 5601, 5678, 6333, 7860, 8000, 8008, 8080, 8081, 8088,
            8123, 8501, 8888, 9000, 9090, 11434, 15672);

    private Exposes() {}

    /** @param as the port outside; 0 = the same */
    record Expose(int port, int as, boolean udp, boolean global, SortedSet<String> clients) {}

    static List<Expose> of(Opened opened) {
        List<Port> open = opened.ports().stream().filter(Port::open).toList();
        List<Port> web = open.stream()
                .filter(port -> !port.udp() && webRank(port) > 0)
                .sorted(Comparator.comparingInt(Exposes::webRank).reversed())
                .limit(1)
                .toList();
        List<Expose> exposes = new ArrayList<>();
        for (Port port : opened.ports()) {
            boolean isWeb = web.contains(port);
            boolean doubled = port.open() && !web.isEmpty() && port.target() == HTTPS && !port.udp();
            if (doubled) {
                port.at()
                        .leftOut("the provider's front door speaks TLS for port "
                                + web.getFirst().target());
            } else if (port.open() || !opened.clients().isEmpty()) {
                tell(port, isWeb);
                exposes.add(new Expose(port.target(), as(port, isWeb), port.udp(), port.open(), opened.clients()));
            } else {
                port.at().leftOut("no other service is there to reach port " + port.target());
            }
        }
        return exposes;
    }

    /** For a document in which nothing is open to the world, which SDL does not take. */
    static Expose unused() {
        return new Expose(HTTP, 0, false, true, new TreeSet<>());
    }

    private static int webRank(Port port) {
        if (port.saysHttp()) {
            return 3;
        }
        if (port.target() == HTTP || port.published() == HTTP) {
            return 2;
        }
        return WEB_PORTS.contains(port.target()) ? 1 : 0;
    }

    private static int as(Port port, boolean isWeb) {
        if (!port.open()) {
            return 0;
        }
        int outer = isWeb ? HTTP : port.published();
        return outer == port.target() ? 0 : outer;
    }

    private static void tell(Port port, boolean isWeb) {
        if (isWeb && !port.saysHttp() && port.target() != HTTP) {
            port.at()
                    .changed("port " + port.target()
                            + " is taken for a web server and opened as port 80, through the provider's front door");
        } else if (port.open() && !isWeb) {
            port.at()
                    .changed("port " + port.target()
                            + " gets an outer port of the provider's choosing; not every provider offers that");
        }
    }
}
