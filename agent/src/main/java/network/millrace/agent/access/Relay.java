package network.millrace.agent.access;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.lease.Exposure;
import network.millrace.agent.lease.Labels;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.client.access.AccessDeniedException;
import network.millrace.client.access.AccessScope;
import network.millrace.client.access.AccessToken;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ids.LeaseId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads HTTP to a workload and its answer back. Bodies pass as they come; what concerns one connection only does not pass; the
 * workload learns who asked from {@code X-Forwarded-*}, which nobody outside can set.
 */
final class Relay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int BUFFER = 16 << 10;
    /** RFC 9110, 7.6.1, and what the client library sets itself. */
    private static final Set<String> NOT_PASSED = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "content-length",
            "expect",
            "http2-settings");

    private final DoorIdentity identity;
    private final ProviderDesk desk;
    private final WorkloadBackend backend;
    private final TokenGate gate;
    private final int perLease;
    private final Map<LeaseId, Semaphore> places = new ConcurrentHashMap<>();
    private final StallWatch watch = new StallWatch();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    Relay(DoorIdentity identity, ProviderDesk desk, WorkloadBackend backend, TokenGate gate, int perLease) {
        this.identity = identity;
        this.desk = desk;
        this.backend = backend;
        this.gate = gate;
        this.perLease = perLease;
    }

    /** One request and where it goes. */
    private record Passage(LeaseId lease, WorkloadStatus workload, Exposure exposure, String prefix) {}

    void add(HttpRouting.Builder routing) {
        routing.any(LeasePath.LEASE + "/http/{service}/{port}", this::relay);
        routing.any(LeasePath.LEASE + "/http/{service}/{port}/*", this::relay);
    }

    @Override
    public void close() {
        watch.close();
        client.shutdownNow();
    }

    private void relay(ServerRequest request, ServerResponse response) {
        refuseUpgrade(request);
        Passage passage = passage(request);
        if (!passage.exposure().global()) {
            gate.require(
                    Exchange.header(request, HeaderNames.AUTHORIZATION),
                    passage.lease().order().deployment(),
                    AccessScope.HTTP);
        }
        Semaphore place = places.computeIfAbsent(passage.lease(), lease -> new Semaphore(perLease));
        if (!place.tryAcquire()) {
            throw new DoorRefusal(
                    DoorError.BUSY, "this workload is asked by " + perLease + " requests at one time; try again");
        }
        try {
            pass(request, response, passage);
        } finally {
            place.release();
            forgetClosed();
        }
    }

    /** Passed on as plain HTTP, a WebSocket's handshake would be answered with something that explains nothing. */
    private static void refuseUpgrade(ServerRequest request) {
        if (Exchange.header(request, HeaderNames.UPGRADE).equalsIgnoreCase("websocket")) {
            throw new DoorRefusal(
                    DoorError.NO_UPGRADE,
                    "this door passes requests and answers on, not yet WebSockets; use server-sent events or long answers");
        }
    }

    private void forgetClosed() {
        if (places.size() > desk.view().leases().size() * 2 + 16) {
            places.keySet().retainAll(desk.view().leases().keySet());
        }
    }

    private Passage passage(ServerRequest request) {
        LeaseId lease = LeasePath.lease(request, identity.provider());
        AgentView.LeaseView view = LeasePath.require(desk.view(), lease);
        WorkloadStatus workload = view.workload()
                .orElseThrow(() -> new DoorRefusal(
                        DoorError.WORKLOAD_ABSENT, "the workload of lease " + lease + " has not been started yet"));
        String service = request.path().pathParameters().get("service");
        String port = request.path().pathParameters().get("port");
        Exposure exposure = Labels.exposure(workload)
                .filter(one -> Labels.service(workload).equals(service) && isMeant(one, port))
                .orElseThrow(() -> new DoorRefusal(
                        DoorError.NO_SUCH_PATH,
                        "the lease exposes no port " + MalformedException.quote(port) + " of a service "
                                + MalformedException.quote(service) + "; its status names what it exposes"));
        return new Passage(lease, workload, exposure, "/leases/" + lease.order() + "/http/" + service + "/" + port);
    }

    private static boolean isMeant(Exposure exposure, String port) {
        try {
            return exposure.isMeantBy(Integer.parseInt(port));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void pass(ServerRequest request, ServerResponse response, Passage passage) {
        try {
            HttpResponse<InputStream> answer =
                    client.send(outgoing(request, passage), HttpResponse.BodyHandlers.ofInputStream());
            answer(answer, response, passage);
        } catch (ConnectException e) {
            throw silent(
                    "does not accept connections on port " + passage.exposure().port());
        } catch (HttpTimeoutException e) {
            throw silent("did not answer within " + passage.exposure().readTimeoutMs() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent("was not asked: the provider is stopping");
        } catch (IOException e) {
            if (BodyLimit.isCause(e)) {
                throw Exchange.tooLarge(passage.exposure().bodyBytesMax());
            }
            throw silent("ended the connection: " + e.getMessage());
        }
    }

    private HttpRequest outgoing(ServerRequest request, Passage passage) {
        InetSocketAddress address = address(passage);
        String path = request.path().rawPath().substring(passage.prefix().length());
        String query = request.query().rawValue();
        URI uri;
        try {
            uri = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort()
                    + (path.isEmpty() ? "/" : path) + (query.isEmpty() ? "" : "?" + query));
        } catch (IllegalArgumentException e) {
            throw DoorRefusal.malformed("the path cannot be passed on: " + e.getMessage());
        }
        HttpRequest.Builder outgoing = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMillis(passage.exposure().readTimeoutMs()))
                .method(
                        request.prologue().method().text(),
                        body(request, passage.exposure().bodyBytesMax()));
        passHeaders(request, outgoing);
        outgoing.setHeader("X-Forwarded-For", request.remotePeer().host());
        outgoing.setHeader("X-Forwarded-Proto", "https");
        outgoing.setHeader("X-Forwarded-Host", Exchange.header(request, HeaderNames.HOST));
        outgoing.setHeader("X-Forwarded-Prefix", passage.prefix());
        return outgoing.build();
    }

    private InetSocketAddress address(Passage passage) {
        try {
            return backend.address(passage.workload().id(), passage.exposure().port())
                    .orElseThrow(() -> new DoorRefusal(
                            DoorError.WORKLOAD_ABSENT,
                            "the workload cannot be reached now: it "
                                    + passage.workload().state().sentence()));
        } catch (WorkloadException e) {
            throw new DoorRefusal(DoorError.WORKLOAD_ABSENT, "the workload cannot be reached now: " + e.getMessage());
        }
    }

    private static HttpRequest.BodyPublisher body(ServerRequest request, long bytesMax) {
        if (request.headers().contentLength().orElse(0) > bytesMax) {
            throw Exchange.tooLarge(bytesMax);
        }
        if (!request.content().hasEntity()) {
            return HttpRequest.BodyPublishers.noBody();
        }
        InputStream limited = new BodyLimit(request.content().inputStream(), bytesMax);
        HttpRequest.BodyPublisher stream = HttpRequest.BodyPublishers.ofInputStream(() -> limited);
        long length = request.headers().contentLength().orElse(-1);
        return length > 0 ? HttpRequest.BodyPublishers.fromPublisher(stream, length) : stream;
    }

    private static void passHeaders(ServerRequest request, HttpRequest.Builder outgoing) {
        Set<String> ofConnection = connectionHeaders(request);
        for (Header header : request.headers()) {
            String name = header.headerName().lowerCase();
            boolean passes =
                    !NOT_PASSED.contains(name) && !ofConnection.contains(name) && !name.startsWith("x-forwarded-");
            if (passes && !isOurToken(name, header)) {
                header.allValues().forEach(value -> outgoing.header(name, value));
            }
        }
    }

    /** A token for the door must not reach whoever runs in the workload. */
    private static boolean isOurToken(String name, Header header) {
        if (!name.equals("authorization")) {
            return false;
        }
        return AccessToken.ofHeader(header.get()).filter(Relay::isToken).isPresent();
    }

    private static boolean isToken(String text) {
        try {
            AccessToken.issuer(text);
            return true;
        } catch (AccessDeniedException e) {
            return false;
        }
    }

    private static Set<String> connectionHeaders(ServerRequest request) {
        return request.headers().all(HeaderNames.CONNECTION, List::of).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private void answer(HttpResponse<InputStream> answer, ServerResponse response, Passage passage) {
        response.status(Status.create(answer.statusCode()));
        answer.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean isLength = lower.equals("content-length");
            if (isLength || (!NOT_PASSED.contains(lower) && !lower.startsWith(":"))) {
                response.header(HeaderValues.create(HeaderNames.create(name), values));
            }
        });
        try (InputStream in = answer.body();
                StallWatch.Watched watched =
                        watch.begin(in, Duration.ofMillis(passage.exposure().readTimeoutMs()))) {
            copy(in, response, watched);
        } catch (IOException | UncheckedIOException e) {
            // The head has gone out: ending the connection is all that can still be said.
            LOG.debug("lease={} relay ended early: {}", passage.lease(), e.getMessage());
            throw new UncheckedIOException(
                    "the answer ended early", e instanceof IOException io ? io : new IOException(e));
        }
    }

    private static void copy(InputStream in, ServerResponse response, StallWatch.Watched watched) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int count = in.read(buffer);
        if (count < 0) {
            response.send();
            return;
        }
        try (OutputStream out = response.outputStream()) {
            while (count >= 0) {
                out.write(buffer, 0, count);
                if (in.available() == 0) {
                    out.flush();
                }
                watched.progress();
                count = in.read(buffer);
            }
        }
    }

    private static DoorRefusal silent(String what) {
        return new DoorRefusal(DoorError.WORKLOAD_SILENT, "the workload " + what);
    }
}
