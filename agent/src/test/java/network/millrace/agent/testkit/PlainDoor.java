package network.millrace.agent.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A door before an HTTP server that shuts at once when somebody begins with TLS, as real servers do; the JDK's own waits for more.
 * Takes note of the first byte of each connection; 22 begins a TLS handshake.
 */
public final class PlainDoor implements AutoCloseable {

    private static final int TLS = 22;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Set<Integer> firstBytes = new ConcurrentSkipListSet<>();

    public PlainDoor(InetSocketAddress server) throws IOException {
        this(server, InetAddress.getLoopbackAddress());
    }

    /** @param address where it opens */
    public PlainDoor(InetSocketAddress server, InetAddress address) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, address);
        Thread.ofVirtual().start(this::accept);
    }

    public String host() {
        return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    public Set<Integer> firstBytes() {
        return firstBytes;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket visitor = listener.accept();
                Thread.ofVirtual().start(() -> serve(visitor));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket visitor) {
        try (visitor) {
            int first = visitor.getInputStream().read();
            firstBytes.add(first);
            if (first == TLS || first < 0) {
                return;
            }
            try (Socket inner = new Socket(server.getAddress(), server.getPort())) {
                inner.getOutputStream().write(first);
                Thread back = Thread.ofVirtual().start(() -> pump(inner, visitor));
                pump(visitor, inner);
                back.join();
            }
        } catch (IOException e) {
            // The visitor sees a closed connection, which is what the test looks at.
            firstBytes.add(-1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side has closed, and closing both ends the other direction too.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
