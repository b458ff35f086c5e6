package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether a workload's ports have accepted a connection since its last start. Once open they count as open until the next start. */
final class Doors {

    private static final int CONNECT_MS = 200;

    /** Without ports there is nothing to knock at; having survived this long counts. */
    private static final Duration WITHOUT_PORTS = Duration.ofSeconds(1);

    private volatile boolean open;

    void close() {
        open = false;
    }

    boolean areOpen(String host, List<Integer> ports, Instant startedAt, Instant now) {
        if (!open) {
            open = ports.isEmpty()
                    ? !now.isBefore(startedAt.plus(WITHOUT_PORTS))
                    : ports.stream().allMatch(port -> accepts(host, port));
        }
        return open;
    }

    private static boolean accepts(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
