package network.millrace.agent.workload.docker;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Whether a workload's ports have accepted a connection since its last start. Once open they count as open until the next start.
 *
 * <p>Behind a published port Docker's own proxy accepts for everybody, and closes at once when nobody listens inside. So a door counts
 * as open only when a connection stays open for a moment, or brings something.
 */
final class Doors {

    private static final int CONNECT_MS = 500;
    private static final int STAY_MS = 100;

    /** Without ports there is nothing to knock at; having survived this long counts. */
    private static final Duration WITHOUT_PORTS = Duration.ofSeconds(1);

    private volatile boolean open;

    void close() {
        open = false;
    }

    boolean areOpen(Collection<InetSocketAddress> doors, Instant startedAt, Instant now) {
        if (!open) {
            open = doors.isEmpty()
                    ? !now.isBefore(startedAt.plus(WITHOUT_PORTS))
                    : doors.stream().allMatch(Doors::accepts);
        }
        return open;
    }

    private static boolean accepts(InetSocketAddress door) {
        try (Socket socket = new Socket()) {
            socket.connect(door, CONNECT_MS);
            socket.setSoTimeout(STAY_MS);
            InputStream in = socket.getInputStream();
            return in.read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
