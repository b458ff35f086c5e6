package network.millrace.agent.access;

import io.helidon.http.BadRequestException;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Level;
import javax.net.ssl.SSLContext;
import network.millrace.agent.settings.DoorSettings;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.serving.ConnectionLimits;
import network.millrace.serving.GuardedConnections;
import network.millrace.serving.Rates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The provider's HTTPS server. */
public final class Door implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    // Held here, because the JDK forgets the level of a logger that nobody holds. The library logs each start at INFO.
    private static final java.util.logging.Logger LIBRARY_LOG = java.util.logging.Logger.getLogger("io.helidon");
    private static final int HEADER_BYTES_MAX = 32 << 10;
    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(2);
    private static final Duration RECEIVING = Duration.ofSeconds(10);
    private static final int RECEIVING_BYTES_PER_SECOND = 16 << 10;
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration STOP_GRACE = Duration.ofMillis(500);

    private final WebServer server;
    private final GuardedConnections guard;
    private final Streams streams;
    private final Relay relay;
    private final UsedTokens used;

    private Door(WebServer server, GuardedConnections guard, Streams streams, Relay relay, UsedTokens used) {
        this.used = used;
        this.server = server;
        this.guard = guard;
        this.streams = streams;
        this.relay = relay;
    }

    /**
     * What is behind the door.
     *
     * @param used closed with the door
     */
    public record Behind(ProviderDesk desk, WorkloadBackend backend, TenantKeys keys, UsedTokens used) {}

    /**
     * Opens the door.
     *
     * @param tls with the provider's own certificate
     * @throws UncheckedIOException when the port is taken
     */
    public static Door open(
            DoorIdentity identity, Behind behind, SSLContext tls, DoorSettings settings, InstantSource clock) {
        LIBRARY_LOG.setLevel(Level.WARNING);
        DoorSettings.Limits limits = settings.limits();
        TokenGate gate = new TokenGate(identity.provider(), behind.keys(), behind.used(), clock);
        Streams streams = new Streams(limits.streams());
        Relay relay = new Relay(identity, behind.desk(), behind.backend(), gate, limits.relaysPerLease());
        HttpRouting.Builder routing = HttpRouting.builder();
        routing.addFilter(rates(limits.requestsPerSecond()));
        new PublicRoutes(identity, behind.desk(), limits.screensPerSecond()).add(routing);
        new LeaseRoutes(identity, behind.desk(), gate, streams).add(routing);
        new LogRoutes(identity, behind.desk(), behind.backend(), gate, streams).add(routing);
        relay.add(routing);
        addErrors(routing);
        GuardedConnections guard = guard(limits);
        WebServer server = WebServer.builder()
                .host(settings.address())
                .port(settings.port())
                .tls(one -> one.sslContext(tls).enabledProtocols(List.of("TLSv1.3", "TLSv1.2")))
                .update(guard::serve)
                .maxTcpConnections(limits.connections())
                .idleConnectionTimeout(IDLE_CONNECTION)
                .shutdownGracePeriod(STOP_GRACE)
                .shutdownHook(false)
                .routing(routing)
                .build()
                .start();
        return new Door(server, guard, streams, relay, behind.used());
    }

    /** The port that is served. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        streams.close();
        server.stop();
        guard.close();
        relay.close();
        used.close();
    }

    /** One address never has all connections, and none for long without a word. */
    private static GuardedConnections guard(DoorSettings.Limits limits) {
        Http1Config http =
                Http1Config.builder().maxHeadersSize(HEADER_BYTES_MAX).build();
        return new GuardedConnections(
                Http1ConnectionSelector.builder().config(http).build(),
                new ConnectionLimits((limits.connections() + 1) / 2, RECEIVING, RECEIVING_BYTES_PER_SECOND, STALL),
                () -> {});
    }

    private static Filter rates(int perSecond) {
        Rates rates = new Rates(perSecond);
        return (chain, request, response) -> {
            if (!rates.take(request.remotePeer().host(), System.nanoTime())) {
                throw new DoorRefusal(
                        DoorError.BUSY, "one address may send " + perSecond + " requests a second here; try again");
            }
            chain.proceed();
        };
    }

    private static void addErrors(HttpRouting.Builder routing) {
        routing.any((request, response) -> {
            throw new DoorRefusal(
                    DoorError.NO_SUCH_PATH,
                    "there is no " + request.prologue().method() + " "
                            + request.path().rawPath()
                            + " here; /version, /status, /explain, /screen, /deployments/… and /leases/… are");
        });
        routing.error(DoorRefusal.class, (request, response, e) -> refuse(response, e));
        routing.error(BadRequestException.class, (request, response, e) -> refuse(response, malformed(e)));
        routing.error(RequestException.class, (request, response, e) -> refuse(response, malformed(e)));
        routing.error(HttpException.class, (request, response, e) -> refuse(response, malformed(e)));
        routing.error(RuntimeException.class, (request, response, e) -> {
            if (response.isSent()) {
                throw e;
            }
            LOG.error("request failed path={}", request.path().rawPath(), e);
            refuse(response, new DoorRefusal(DoorError.FAILED, "the provider could not answer: " + e.getMessage()));
        });
    }

    private static DoorRefusal malformed(Exception e) {
        return DoorRefusal.malformed(String.valueOf(e.getMessage()));
    }

    private static void refuse(ServerResponse response, DoorRefusal refusal) {
        if (!response.isSent()) {
            Exchange.answer(response, refusal.error().status(), refusal.body());
        }
    }
}
