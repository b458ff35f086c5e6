package network.millrace.serving;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ProtocolConfig;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP/1.1 connections of one server, counted by address and ended when they are too slow. */
public final class GuardedConnections implements ServerConnectionSelector, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedConnections.class);
    private static final Duration LOOK_EVERY_MAX = Duration.ofSeconds(1);
    private static final int LOOKS = 4;

    private final Http1ConnectionSelector http;
    private final ConnectionLimits limits;
    private final Runnable onSlow;
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
    private final Set<GuardedContext> open = ConcurrentHashMap.newKeySet();
    private final Thread watch;

    /**
     * Guards what {@code http} serves; {@link #close} ends the guard, not the connections.
     *
     * @param onSlow called for each connection that is ended because it was too slow
     */
    public GuardedConnections(Http1ConnectionSelector http, ConnectionLimits limits, Runnable onSlow) {
        this.http = http;
        this.limits = limits;
        this.onSlow = onSlow;
        this.watch = Thread.ofVirtual().name("slow connection watch").start(this::watch);
    }

    /**
     * Makes these the only connections that a server has. The library adds its own selector where no protocol is named, and
     * with two of them waits for a connection's first bytes before it asks either: long enough for one address to take
     * every place unseen.
     */
    public void serve(WebServerConfig.Builder server) {
        server.protocolsDiscoverServices(false).addProtocol(new NoOther()).addConnectionSelector(this);
    }

    /** Lets a connection that is no longer HTTP be silent as long as its two sides like. */
    public static void allowSilence(ConnectionContext connection) {
        if (connection instanceof GuardedContext guarded) {
            guarded.endless();
        }
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext connection) {
        String address = connection.remotePeer().host();
        if (perAddress.merge(address, 1, Integer::sum) > limits.perAddress()) {
            leave(address);
            return new Refusal(connection, limits.perAddress());
        }
        GuardedContext guarded = new GuardedContext(connection, new Patience(limits));
        ServerConnection served = http.connection(guarded);
        guarded.servedBy(served);
        open.add(guarded);
        return new Counted(served, () -> {
            open.remove(guarded);
            leave(address);
        });
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    private void leave(String address) {
        perAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    private void watch() {
        Duration everyShortest = shorter(limits.patience(), limits.stall()).dividedBy(LOOKS);
        try {
            while (true) {
                Thread.sleep(shorter(everyShortest, LOOK_EVERY_MAX));
                long nowNs = System.nanoTime();
                open.stream().filter(connection -> connection.isSlow(nowNs)).forEach(this::end);
            }
        } catch (InterruptedException e) {
            LOG.debug("slow connection watch ended");
        }
    }

    private void end(GuardedContext slow) {
        // Not looked at again, although its thread may take a moment to notice.
        open.remove(slow);
        onSlow.run();
        slow.closeSocket();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private record NoOther() implements ProtocolConfig {
        @Override
        public String name() {
            return "guarded";
        }

        @Override
        public String type() {
            return "guarded";
        }
    }

    /** A connection that takes a place of its address until it ends. */
    private record Counted(ServerConnection connection, Runnable end)
            implements ServerConnection, InterruptableTask<Void> {
        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                connection.handle(limit);
            } finally {
                end.run();
            }
        }

        @Override
        public boolean canInterrupt() {
            return connection instanceof InterruptableTask<?> task && task.canInterrupt();
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }
    }

    /** One connection too many of an address: it is told so, whatever it may want. */
    private record Refusal(ConnectionContext connection, int most) implements ServerConnection {
        @Override
        public void handle(Limit limit) {
            byte[] body = ("this server keeps " + most + " connections of one address open: close one first\n")
                    .getBytes(StandardCharsets.US_ASCII);
            String head =
                    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                            + body.length + "\r\n\r\n";
            connection
                    .dataWriter()
                    .writeNow(BufferData.create(head.getBytes(StandardCharsets.US_ASCII)), BufferData.create(body));
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            // It ends by itself.
        }
    }
}
