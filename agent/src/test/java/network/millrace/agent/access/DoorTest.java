package network.millrace.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import network.millrace.agent.bidding.Verdict;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.settings.AgentSettings;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.agent.testkit.Stage;
import network.millrace.client.access.AccessScope;
import network.millrace.client.access.AccessToken;
import network.millrace.protocol.access.v1.InventoryExplanation;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.access.v1.ProviderStatus;
import network.millrace.protocol.access.v1.ScreenRequest;
import network.millrace.protocol.access.v1.ScreenResponse;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.node.v1.ErrorBody;
import network.millrace.protocol.registry.JsonMapping;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.MismatchCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real door over real TLS, before a scripted machine; the workload's HTTP is a small server in this process. */
@Timeout(60)
class DoorTest {

    private static final ByteString WEB = Fixtures.manifest("nginx:1.27", "port=8080");
    private static final Address PROVIDER = Fixtures.PROVIDER_KEY.address();
    private static final long READY_IN_MS = 120_000;

    @TempDir
    Path folder;

    private final Stage stage = new Stage();
    private final OrderId order = Fixtures.order(7);
    private final AtomicInteger tokens = new AtomicInteger();
    private HttpServer workload;
    private DoorCertificates certificates;
    private Door door;
    private HttpClient client;

    @BeforeEach
    void openDoor() throws IOException {
        workload = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        workload.createContext("/", DoorTest::answer);
        workload.start();
        certificates = DoorCertificates.open(folder, "test", InstantSource.system());
        AgentSettings settings = AgentSettings.DEFAULT.with("access.port", "0").with("access.screens_per_second", "1");
        door = Door.open(
                new DoorIdentity(PROVIDER, "1.2.3", "scripted", List.of("everything is played")),
                new Door.Behind(
                        new StageDesk(stage),
                        new ReachableBackend(stage.backend(), workload.getAddress()),
                        account -> Optional.of(Fixtures.TENANT_KEY.publicKey()),
                        UsedTokens.open(folder.resolve("used-tokens"), Instant.now())),
                certificates.tls(),
                settings.door(),
                InstantSource.system());
        client = Pinned.client(Hash.of(certificates.fingerprints().getFirst().getSha256()));
    }

    @AfterEach
    void closeDoor() {
        client.shutdownNow();
        door.close();
        workload.stop(0);
    }

    @Test
    void showsTheCertificateWhoseFingerprintIsKnownAndNoOther() {
        HttpClient wrong = Pinned.client(Hash.sha256());

        assertThatThrownBy(() -> wrong.send(get("/version").build(), text())).isInstanceOf(SSLHandshakeException.class);
        wrong.shutdownNow();
    }

    @Test
    void tellsEverybodyItsStatus() throws Exception {
        ProviderStatus status = JsonMapping.parse(ok(get("/status")), ProviderStatus.getDefaultInstance());

        assertThat(status.getProvider()).isEqualTo(PROVIDER.toString());
        assertThat(status.getTotal().getCpuMillis()).isEqualTo(4_000);
        assertThat(status.getPaused()).isEmpty();
        assertThat(status.getLimitationsList()).containsExactly("everything is played");
        assertThat(ok(get("/version"))).contains("1.2.3");
    }

    @Test
    void screensAsItWouldBid() throws Exception {
        ScreenResponse fits = screen(Fixtures.group(1_000, 1_024));
        ScreenResponse tooLarge = screen(Fixtures.group(9_000, 1_024));

        assertThat(fits.getMismatchesList()).isEmpty();
        assertThat(fits.getPrice().getAmount()).isEqualTo("14000000000000000000");
        assertThat(tooLarge.getMismatches(0).getCode()).isEqualTo(MismatchCode.MISMATCH_CPU);
    }

    @Test
    void limitsQuestionsForAPrice() throws Exception {
        HttpResponse<String> answer = send(post("/screen", "{}"));
        for (int i = 0; i < 30 && answer.statusCode() == 200; i++) {
            answer = send(post("/screen", "{}"));
        }

        assertThat(error(answer, 429).getCode()).isEqualTo(DoorError.BUSY.code());
    }

    @Test
    void explainsWhoHoldsWhatAndWhyItDidNotBid() throws Exception {
        stage.ledger().deploy(order, Fixtures.group(1_000, 1_024), Fixtures.hash(WEB));
        stage.ledger().deploy(Fixtures.order(8), Fixtures.group(8_000, 1_024), Fixtures.hash(WEB));
        stage.settle();

        InventoryExplanation explanation =
                JsonMapping.parse(ok(get("/explain")), InventoryExplanation.getDefaultInstance());

        assertThat(explanation.getReservations(0).getOrder()).isEqualTo(order.toProto());
        assertThat(explanation.getFree().getCpuMillis()).isEqualTo(3_000);
        assertThat(explanation.getRefusals(0).getReasons(0).getCode()).isEqualTo(MismatchCode.MISMATCH_CPU);
    }

    @Test
    void takesAManifestAndTellsTheLeasesStatus() throws Exception {
        award();

        assertThat(ok(put(WEB.toStringUtf8()))).contains(order.toString());
        stage.pass(Duration.ofSeconds(2));
        LeaseStatus status = JsonMapping.parse(
                ok(get(lease("/status")).header("Authorization", token(AccessScope.STATUS))),
                LeaseStatus.getDefaultInstance());

        assertThat(status.getReady()).isTrue();
        assertThat(status.getServices(0).getName()).isEqualTo("web");
        assertThat(status.getServices(0).getDigest()).startsWith("sha256:");
        assertThat(status.getServices(0).getUris(0)).isEqualTo(lease("/http/web/80/"));
    }

    @Test
    void refusesAManifestWithTheSentenceOfTheCheck() throws Exception {
        award();

        ErrorBody error = error(send(put("something else")), 422);

        assertThat(error.getCode()).isEqualTo(DoorError.MANIFEST_REFUSED.code());
        assertThat(error.getMessage())
                .contains("the ledger says " + Fixtures.hash(WEB).hex());
    }

    @Test
    void refusesAManifestThatIsTooLong() throws Exception {
        award();

        assertThat(error(send(put("x".repeat((1 << 20) + 1))), 413).getCode()).isEqualTo(DoorError.TOO_LARGE.code());
    }

    @Test
    void refusesALeaseItDoesNotHave() throws Exception {
        ErrorBody error = error(send(get(lease("/status")).header("Authorization", token(AccessScope.STATUS))), 404);

        assertThat(error.getCode()).isEqualTo(DoorError.LEASE_UNKNOWN.code());
    }

    @Test
    void refusesWhatNeedsATokenWithoutOne() throws Exception {
        award();

        for (String path : List.of("/status", "/events", "/logs")) {
            assertThat(error(send(get(lease(path))), 401).getCode()).isEqualTo(DoorError.TOKEN_MISSING.code());
        }
        HttpRequest.Builder manifest = request("/deployments/" + order.deployment() + "/manifest")
                .PUT(HttpRequest.BodyPublishers.ofString("x"));
        assertThat(error(send(manifest), 401).getCode()).isEqualTo(DoorError.TOKEN_MISSING.code());
    }

    @Test
    void refusesPathsThatNameNothing() throws Exception {
        assertThat(error(send(get("/nothing")), 404).getCode()).isEqualTo(DoorError.NO_SUCH_PATH.code());
        assertThat(error(send(get("/leases/x/1/1/1/status")), 400).getCode()).isEqualTo(DoorError.MALFORMED.code());
    }

    @Test
    void streamsEventsFromANumberOn() throws Exception {
        running(WEB);

        List<String> all = lines(lease("/events"), AccessScope.EVENTS);
        List<String> later = lines(lease("/events?from=2"), AccessScope.EVENTS);

        assertThat(all.getFirst()).isEqualTo("id: 1");
        assertThat(String.join("\n", all)).contains("awarded", "manifest", "started", "ready");
        assertThat(later.getFirst()).isEqualTo("id: 2");
    }

    @Test
    void streamsLogsFromAPositionAndTheirTail() throws Exception {
        running(Fixtures.manifest("nginx:1.27", "port=8080", "SCRIPT_LOG=first", "SCRIPT_RUN_FOR_MS=forever"));

        String log = String.join("\n", lines(lease("/logs"), AccessScope.LOGS));

        assertThat(log).contains("id: 0").contains("\"text\":\"first\"").contains("\"service\":\"web\"");
        assertThat(lines(lease("/logs?from=1"), AccessScope.LOGS)).isEmpty();
        assertThat(String.join("\n", lines(lease("/logs?tail=5"), AccessScope.LOGS)))
                .contains("first");
    }

    @Test
    void followsEventsUntilTheDoorCloses() throws Exception {
        running(WEB);
        HttpResponse<Stream<String>> answer = client.send(
                get(lease("/events?follow=true&from=1"))
                        .header("Authorization", token(AccessScope.EVENTS))
                        .build(),
                HttpResponse.BodyHandlers.ofLines());

        try (Stream<String> lines = answer.body()) {
            assertThat(lines.filter(line -> line.contains("\"ready\"")).findFirst())
                    .isPresent();
        }
    }

    @Test
    void leadsEverybodyToAGloballyExposedPort() throws Exception {
        running(WEB);

        HttpResponse<String> answer = send(post(lease("/http/web/80/echo?a=b%20c"), "hello")
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Mine", "kept"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .contains("POST /echo?a=b%20c")
                .contains("body=hello")
                .contains("x-mine=[kept]")
                .contains("x-forwarded-for=[127.0.0.1]")
                .contains("x-forwarded-proto=[https]")
                .contains("x-forwarded-prefix=[" + lease("/http/web/80") + "]");
        assertThat(answer.headers().firstValue("X-Workload")).contains("yes");
        assertThat(answer.headers().firstValue("Keep-Alive"))
                .as("concerns one connection only")
                .isEmpty();
    }

    @Test
    void saysThatItPassesNoWebSockets() throws Exception {
        running(WEB);

        CompletableFuture<WebSocket> handshake = client.newWebSocketBuilder()
                .buildAsync(
                        URI.create("wss://127.0.0.1:" + door.port() + lease("/http/web/80/")),
                        new WebSocket.Listener() {});

        assertThatThrownBy(handshake::join)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refusal -> assertThat(
                                refusal.getResponse().statusCode())
                        .isEqualTo(501));
    }

    @Test
    void oneTenantHasAQuarterOfTheStreams() throws Exception {
        award();
        List<InputStream> followed = new ArrayList<>();
        int quarter = AgentSettings.DEFAULT.door().limits().streams() / 4;
        for (int at = 0; at < quarter; at++) {
            var stream = client.send(follow().build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            followed.add(stream.body());
        }

        var tooMany = send(follow());

        assertThat(error(tooMany, 429).getCode()).isEqualTo(DoorError.BUSY.code());
        for (InputStream one : followed) {
            one.close();
        }
    }

    @Test
    void doesNotHandTokensForTheDoorToTheWorkload() throws Exception {
        running(WEB);

        String ours = ok(get(lease("/http/web/80/")).header("Authorization", token(AccessScope.HTTP)));
        String theirs = ok(get(lease("/http/web/80/")).header("Authorization", "Basic dXNlcjpwYXNz"));

        assertThat(ours).doesNotContain("authorization");
        assertThat(theirs).contains("authorization=[Basic dXNlcjpwYXNz]");
    }

    @Test
    void leadsOnlyTheTenantToAPortThatIsNotGlobal() throws Exception {
        running(Fixtures.manifest("nginx:1.27", "port=-8080"));

        assertThat(error(send(get(lease("/http/web/80/"))), 401).getCode()).isEqualTo(DoorError.TOKEN_MISSING.code());
        assertThat(ok(get(lease("/http/web/80/x")).header("Authorization", token(AccessScope.HTTP))))
                .contains("GET /x");
    }

    @Test
    void refusesABodyLargerThanTheWorkloadTakes() throws Exception {
        running(WEB);

        HttpResponse<String> announced = send(post(lease("/http/web/80/"), "x".repeat((1 << 20) + 1)));
        HttpRequest.Builder unannounced = request(lease("/http/web/80/"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        (Supplier<InputStream>) () -> new ByteArrayInputStream(new byte[(1 << 20) + 1])));

        assertThat(error(announced, 413).getCode()).isEqualTo(DoorError.TOO_LARGE.code());
        assertThat(error(send(unannounced), 413).getCode()).isEqualTo(DoorError.TOO_LARGE.code());
    }

    @Test
    void saysWhenTheWorkloadDoesNotAnswer() throws Exception {
        running(WEB);
        workload.stop(0);

        assertThat(error(send(get(lease("/http/web/80/"))), 502).getCode()).isEqualTo(DoorError.WORKLOAD_SILENT.code());
    }

    @Test
    void leadsToNoPortThatIsNotExposed() throws Exception {
        running(WEB);

        assertThat(error(send(get(lease("/http/web/22/"))), 404).getCode()).isEqualTo(DoorError.NO_SUCH_PATH.code());
        assertThat(error(send(get(lease("/http/db/80/"))), 404).getCode()).isEqualTo(DoorError.NO_SUCH_PATH.code());
    }

    private void award() {
        award(WEB);
    }

    private void award(ByteString manifest) {
        stage.ledger().deploy(order, Fixtures.group(1_000, 1_024), Fixtures.hash(manifest));
        stage.settle().ledger().award(order, READY_IN_MS);
        stage.settle();
    }

    private void running(ByteString manifest) throws ManifestRefusal {
        award(manifest);
        stage.manifest(order, manifest);
        stage.pass(Duration.ofSeconds(3));
    }

    private String lease(String rest) {
        return "/leases/" + order + rest;
    }

    private HttpRequest.Builder follow() {
        return get(lease("/events?follow=true")).header("Authorization", token(AccessScope.EVENTS));
    }

    private String token(AccessScope scope) {
        return "Bearer "
                + AccessToken.mint(
                        Fixtures.TENANT_KEY,
                        PROVIDER,
                        order.dseq(),
                        Set.of(scope),
                        "t" + tokens.incrementAndGet(),
                        Instant.now(),
                        Duration.ofMinutes(1));
    }

    private ScreenResponse screen(GroupSpec group) throws Exception {
        String question = JsonMapping.print(ScreenRequest.newBuilder()
                .setGroup(group)
                .setTerms(OrderTerms.getDefaultInstance())
                .build());
        return JsonMapping.parse(ok(post("/screen", question)), ScreenResponse.getDefaultInstance());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + door.port() + path));
    }

    private HttpRequest.Builder get(String path) {
        return request(path).GET();
    }

    private HttpRequest.Builder post(String path, String body) {
        return request(path).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder put(String body) {
        return request("/deployments/" + order.deployment() + "/manifest")
                .header("Authorization", token(AccessScope.SEND_MANIFEST))
                .PUT(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), text());
    }

    private String ok(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return answer.body();
    }

    private List<String> lines(String path, AccessScope scope) throws IOException, InterruptedException {
        return ok(get(path).header("Authorization", token(scope))).lines().toList();
    }

    private static ErrorBody error(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapping.parse(answer.body(), ErrorBody.getDefaultInstance());
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n");
        exchange.getRequestHeaders().forEach((name, values) -> seen.append(name.toLowerCase(Locale.ROOT))
                .append('=')
                .append(values)
                .append('\n'));
        byte[] answer = seen.append("body=").append(body).toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("X-Workload", "yes");
        exchange.getResponseHeaders().add("Keep-Alive", "timeout=5");
        exchange.sendResponseHeaders(201, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** The stage's core behind the door. The stage is driven by the test's thread only, so the door's threads take turns with it. */
    private record StageDesk(Stage stage) implements ProviderDesk {

        @Override
        public AgentView view() {
            synchronized (stage) {
                return stage.core().view();
            }
        }

        @Override
        public Verdict screen(GroupSpec group, OrderTerms terms) {
            synchronized (stage) {
                return stage.core().screen(group, terms);
            }
        }

        @Override
        public List<LeaseId> accept(DeploymentId deployment, ByteString json) throws ManifestRefusal {
            synchronized (stage) {
                return stage.manifest(deployment, json);
            }
        }

        @Override
        public long version() {
            return 0;
        }

        @Override
        public void awaitChange(long version, Duration atMost) throws InterruptedException {
            Thread.sleep(Duration.ofMillis(10));
        }
    }
}
