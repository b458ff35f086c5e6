package network.millrace.client.access;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.access.v1.LogLine;
import network.millrace.protocol.access.v1.ProviderStatus;
import network.millrace.protocol.access.v1.ScreenRequest;
import network.millrace.protocol.access.v1.ScreenResponse;
import network.millrace.protocol.access.v1.WorkloadEvent;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.node.v1.ErrorBody;
import network.millrace.protocol.registry.JsonMapping;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider's door as its tenant sees it: TLS pinned to the certificates on the ledger, and a token minted for each
 * request. Without a tenant's key only what is open to all can be asked.
 *
 * <p>Calls throw {@link NetworkException} when the door does not answer or shows another certificate, and
 * {@link RefusedException} when it says no.
 */
public final class ProviderDoor implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(1);
    private static final int TOKEN_ID_BYTES = 16;

    private final DoorAddress address;
    private final @Nullable PrivateKey tenant;
    private final DoorLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    private ProviderDoor(
            DoorAddress address,
            @Nullable PrivateKey tenant,
            DoorLimits limits,
            InstantSource clock,
            RandomGenerator random) {
        this.address = address;
        this.tenant = tenant;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(new DoorPins(address.validFromMs(), clock).context())
                .connectTimeout(limits.connect())
                .executor(threads)
                .build();
    }

    /** The door for a tenant, who signs a token for each request. */
    public static ProviderDoor ofTenant(
            DoorAddress address, PrivateKey tenant, DoorLimits limits, InstantSource clock, RandomGenerator random) {
        return new ProviderDoor(address, tenant, limits, clock, random);
    }

    /** The door for a tenant, with the usual limits, in real time. */
    public static ProviderDoor ofTenant(DoorAddress address, PrivateKey tenant) {
        return ofTenant(address, tenant, DoorLimits.DEFAULT, InstantSource.system(), new SecureRandom());
    }

    /** The door for anybody: status, screening and services that are open to the world. */
    public static ProviderDoor ofVisitor(DoorAddress address, DoorLimits limits) {
        return new ProviderDoor(address, null, limits, InstantSource.system(), new SecureRandom());
    }

    public DoorAddress address() {
        return address;
    }

    /** What the provider has and how busy it is. */
    public ProviderStatus status() {
        return read(send(request("/status").GET(), limits.answer()), ProviderStatus.getDefaultInstance());
    }

    /** Whether the provider would bid on a group now, at what price, or why not. */
    public ScreenResponse screen(GroupSpec group, OrderTerms terms) {
        ScreenRequest question =
                ScreenRequest.newBuilder().setGroup(group).setTerms(terms).build();
        return read(send(json(request("/screen"), question), limits.answer()), ScreenResponse.getDefaultInstance());
    }

    /**
     * Hands over what to run.
     *
     * @param canonicalJson the bytes whose SHA-256 the deployment has on the ledger
     * @return the leases of the deployment that the provider will start
     */
    public List<LeaseId> sendManifest(DeploymentId deployment, byte[] canonicalJson) {
        HttpRequest.Builder request = request("/deployments/" + deployment + "/manifest")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(canonicalJson));
        Answer answer = send(authorize(request, deployment, AccessScope.SEND_MANIFEST), limits.answer());
        List<LeaseId> leases = new ArrayList<>();
        for (JsonNode lease : tree(answer).path("leases")) {
            leases.add(LeaseId.parse(lease.asString("")));
        }
        return leases;
    }

    /** How the services of a lease are. */
    public LeaseStatus leaseStatus(LeaseId lease) {
        HttpRequest.Builder request = request(path(lease, "/status")).GET();
        return read(
                send(authorize(request, deployment(lease), AccessScope.STATUS), limits.answer()),
                LeaseStatus.getDefaultInstance());
    }

    /**
     * What happened to a lease's services.
     *
     * @param from first sequence number wanted; 0 = all there is
     */
    public DoorStream<WorkloadEvent> events(LeaseId lease, boolean follow, long from) {
        return new DoorStream<>(
                start -> open(
                        path(lease, "/events?follow=" + follow + "&from=" + start),
                        deployment(lease),
                        AccessScope.EVENTS),
                WorkloadEvent.getDefaultInstance(),
                WorkloadEvent::getSequence,
                limits,
                follow,
                from);
    }

    /**
     * What a lease's services have written.
     *
     * @param service only of this service; "" = of all
     * @param from first position wanted; 0 = all there is
     * @param tail only so many of the newest lines to begin with; 0 = no such limit
     */
    public DoorStream<LogLine> logs(LeaseId lease, String service, boolean follow, long from, int tail) {
        String query = service.isEmpty() ? "" : "&service=" + URLEncoder.encode(service, StandardCharsets.UTF_8);
        // The tail counts when the stream is opened first; after a break it goes on from the last position.
        return new DoorStream<>(
                start -> open(
                        path(
                                lease,
                                "/logs?follow=" + follow + "&from=" + start
                                        + (start == from && tail > 0 ? "&tail=" + tail : "") + query),
                        deployment(lease),
                        AccessScope.LOGS),
                LogLine.getDefaultInstance(),
                LogLine::getPosition,
                limits,
                follow,
                from);
    }

    /**
     * Sends an HTTP request to a service. Services that are open to the world need no key.
     *
     * @param path with query, below the service's root, such as {@code /index.html?x=1}
     */
    public DoorAnswer http(
            LeaseId lease,
            String service,
            int port,
            String method,
            String path,
            Map<String, String> headers,
            byte[] body) {
        HttpRequest.Builder request = request(path(
                        lease,
                        "/http/" + URLEncoder.encode(service, StandardCharsets.UTF_8) + "/" + port
                                + (path.startsWith("/") ? path : "/" + path)))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        boolean needsToken = tenant != null && headers.keySet().stream().noneMatch("Authorization"::equalsIgnoreCase);
        Answer answer = exchange(
                needsToken ? authorize(request, deployment(lease), AccessScope.HTTP) : request, limits.answer());
        return new DoorAnswer(answer.status(), answer.headers(), answer.body());
    }

    /** A GET of a path of a service. */
    public DoorAnswer get(LeaseId lease, String service, int port, String path) {
        return http(lease, service, port, "GET", path, Map.of(), new byte[0]);
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    private record Answer(int status, Map<String, List<String>> headers, ByteString body) {}

    private static DeploymentId deployment(LeaseId lease) {
        return lease.order().deployment();
    }

    private static String path(LeaseId lease, String rest) {
        return "/leases/" + lease.order() + rest;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path));
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request, Message body) {
        return request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapping.print(body)));
    }

    /** A token opens the door once, so each request gets its own. */
    private HttpRequest.Builder authorize(HttpRequest.Builder request, DeploymentId deployment, AccessScope scope) {
        PrivateKey key = tenant;
        if (key == null) {
            throw new IllegalStateException("a visitor has no key to sign a token with: open the door as a tenant");
        }
        if (!key.address().equals(deployment.owner())) {
            throw new RefusedException(
                    0,
                    "access",
                    "deployment " + deployment + " belongs to another account than " + key.address()
                            + ", with which you would sign");
        }
        byte[] id = new byte[TOKEN_ID_BYTES];
        random.nextBytes(id);
        String token = AccessToken.mint(
                key,
                address.provider(),
                deployment.dseq(),
                Set.of(scope),
                HexFormat.of().formatHex(id),
                clock.instant(),
                TOKEN_LIFE);
        return request.header("Authorization", "Bearer " + token);
    }

    private InputStream open(String path, DeploymentId deployment, AccessScope scope) {
        HttpRequest.Builder request = authorize(request(path), deployment, scope)
                .header("Accept", "text/event-stream")
                .GET();
        HttpResponse<InputStream> response = start(request, limits.answer());
        if (response.statusCode() == 200) {
            return response.body();
        }
        throw refusal(finish(response));
    }

    private Answer send(HttpRequest.Builder request, Duration limit) {
        Answer answer = exchange(request, limit);
        if (answer.status() != 200) {
            throw refusal(answer);
        }
        return answer;
    }

    private Answer exchange(HttpRequest.Builder request, Duration limit) {
        return finish(start(request, limit));
    }

    private HttpResponse<InputStream> start(HttpRequest.Builder request, Duration limit) {
        try {
            return client.send(request.timeout(limit).build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException silent) {
            throw new NetworkException(
                    "no answer from provider " + address.provider() + " at " + address.endpoint() + ": "
                            + reason(silent),
                    silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NetworkException("interrupted while waiting for " + address.endpoint(), interrupted);
        }
    }

    private Answer finish(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(limits.answerBytes() + 1);
            if (bytes.length > limits.answerBytes()) {
                throw new NetworkException(
                        "the answer of " + address.endpoint() + " is larger than " + limits.answerBytes() + " bytes");
            }
            return new Answer(response.statusCode(), response.headers().map(), ByteString.copyFrom(bytes));
        } catch (IOException broken) {
            throw new NetworkException("the answer of " + address.endpoint() + " broke off: " + reason(broken), broken);
        }
    }

    /** The certificate's sentence stands at the bottom of a chain of TLS exceptions. */
    private static String reason(IOException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        if (message == null && failure instanceof ConnectException) {
            return "nothing listens there";
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private <M extends Message> M read(Answer answer, M prototype) {
        try {
            return JsonMapping.parse(answer.body().toStringUtf8(), prototype);
        } catch (MalformedException wrong) {
            throw new NetworkException(
                    address.endpoint() + " answered with something else than expected: " + wrong.getMessage(), wrong);
        }
    }

    private JsonNode tree(Answer answer) {
        try {
            return JSON.readTree(answer.body().toByteArray());
        } catch (JacksonException notJson) {
            throw new NetworkException(address.endpoint() + " answered with something else than JSON", notJson);
        }
    }

    private NetworkException refusal(Answer answer) {
        try {
            ErrorBody error = JsonMapping.parse(answer.body().toStringUtf8(), ErrorBody.getDefaultInstance());
            if (!error.getMessage().isEmpty()) {
                return RefusedException.of(error);
            }
        } catch (MalformedException notOurs) {
            // A proxy's page, not a door's answer: its status is all there is to say.
        }
        return new NetworkException(address.endpoint() + " answered with status " + answer.status());
    }
}
