package network.millrace.client.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.access.v1.LogLine;
import network.millrace.protocol.access.v1.WorkloadEvent;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProviderDoorTest {
    private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
    private static final Address PROVIDER = Address.module("provider");
    private static final RandomGenerator RANDOM =
            RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    private static final PrivateKey TENANT = PrivateKey.generate(RANDOM);
    private static final DeploymentId DEPLOYMENT = new DeploymentId(TENANT.address(), 42);
    private static final LeaseId LEASE = DEPLOYMENT.group(1).order(1).lease(PROVIDER);
    private static final String LEASE_PATH = "/leases/" + LEASE.order();
    private static final DoorLimits LIMITS = new DoorLimits(
            Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 10_000);

    private FakeDoor door;
    private ProviderDoor client;

    ProviderDoorTest() throws Exception {
        door = new FakeDoor();
        client = open(door.address(PROVIDER));
    }

    private static ProviderDoor open(DoorAddress address) {
        return ProviderDoor.ofTenant(address, TENANT, LIMITS, InstantSource.fixed(NOW), RANDOM);
    }

    @BeforeEach
    void knowTheProvider() {
        door.answers("/status", 200, "{\"provider\":\"" + PROVIDER + "\",\"leases\":3}");
    }

    @AfterEach
    void close() {
        client.close();
        door.close();
    }

    private static AccessClaims claims(HttpExchange exchange) {
        String token = AccessToken.ofHeader(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElseThrow();
        try {
            return AccessToken.verify(token, TENANT.publicKey(), NOW);
        } catch (AccessDeniedException denied) {
            throw new AssertionError(denied);
        }
    }

    private static OutputStream events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void line(OutputStream stream, long position) throws IOException {
        String event = "id: " + position + "\ndata: {\"position\":\"" + position + "\",\"text\":\"line " + position
                + "\"}\n\n";
        stream.write(event.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    @Test
    void doorWithTheRegisteredCertificateIsTrusted() {
        assertThat(client.status().getLeases()).isEqualTo(3);
    }

    @Test
    void anyOtherCertificateIsRefusedWithBothFingerprints() {
        Hash registered = Hash.sha256(new byte[0]);

        try (ProviderDoor stranger = open(new DoorAddress(PROVIDER, door.endpoint(), Map.of(registered, 0L)))) {
            assertThatExceptionOfType(NetworkException.class)
                    .isThrownBy(stranger::status)
                    .withMessageContaining(door.fingerprint().hex())
                    .withMessageContaining(registered.hex());
        }
    }

    @Test
    void certificateCountsFromItsTimeOn() {
        Map<Hash, Long> later = Map.of(door.fingerprint(), NOW.toEpochMilli() + 1);

        try (ProviderDoor early = open(new DoorAddress(PROVIDER, door.endpoint(), later))) {
            assertThatExceptionOfType(NetworkException.class)
                    .isThrownBy(early::status)
                    .withMessageContaining("not valid yet");
        }
    }

    @Test
    void doorWithoutTlsOrFingerprintIsRefused() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> new DoorAddress(PROVIDER, URI.create("http://host"), Map.of(door.fingerprint(), 0L)))
                .withMessageContaining("not https://host:port");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> new DoorAddress(PROVIDER, door.endpoint(), Map.of()))
                .withMessageContaining("no certificate");
    }

    @Test
    void manifestIsSentWithATokenForItAlone() {
        List<AccessClaims> seen = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        door.on("/deployments/" + DEPLOYMENT + "/manifest", exchange -> {
            seen.add(claims(exchange));
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = ("{\"leases\":[\"" + LEASE + "\"]}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        });

        List<LeaseId> leases = client.sendManifest(DEPLOYMENT, "[]".getBytes(StandardCharsets.UTF_8));

        assertThat(leases).containsExactly(LEASE);
        assertThat(bodies).containsExactly("[]");
        assertThat(door.requests()).containsExactly("PUT /deployments/" + DEPLOYMENT + "/manifest");
        assertThat(seen).singleElement().satisfies(claims -> {
            assertThat(claims.provider()).isEqualTo(PROVIDER);
            assertThat(claims.deployment()).isEqualTo(DEPLOYMENT);
            assertThat(claims.scopes()).containsExactly(AccessScope.SEND_MANIFEST);
        });
    }

    @Test
    void noTokenIsUsedTwice() {
        Set<String> ids = new HashSet<>();
        door.on(LEASE_PATH + "/status", exchange -> {
            ids.add(claims(exchange).id());
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
        });

        client.leaseStatus(LEASE);
        client.leaseStatus(LEASE);

        assertThat(ids).hasSize(2);
    }

    @Test
    void refusalCarriesTheDoorsSentence() {
        door.answers(LEASE_PATH + "/status", 404, "{\"code\":6,\"codespace\":\"door\",\"message\":\"no such lease\"}");

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> client.leaseStatus(LEASE))
                .withMessage("no such lease")
                .matches(refused -> refused.code() == 6);
    }

    @Test
    void deploymentOfAnotherAccountIsRefusedBeforeAsking() {
        DeploymentId foreign = new DeploymentId(PROVIDER, 1);

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> client.sendManifest(foreign, new byte[0]))
                .withMessageContaining("belongs to another account");
        assertThat(door.requests()).isEmpty();
    }

    @Test
    void visitorCanScreenButNotReadLogs() {
        door.answers("/screen", 200, "{\"price\":{\"denom\":\"uusd\",\"amount\":\"5\"}}");

        try (ProviderDoor visitor = ProviderDoor.ofVisitor(door.address(PROVIDER), LIMITS)) {
            assertThat(visitor.screen(GroupSpec.getDefaultInstance(), OrderTerms.getDefaultInstance())
                            .getPrice()
                            .getAmount())
                    .isEqualTo("5");
            assertThatIllegalStateException().isThrownBy(() -> visitor.leaseStatus(LEASE));
        }
    }

    @Test
    void logsThatAreNotFollowedEnd() throws InterruptedException {
        door.on(LEASE_PATH + "/logs", exchange -> {
            OutputStream stream = events(exchange);
            line(stream, 1);
            line(stream, 2);
        });

        try (DoorStream<LogLine> logs = client.logs(LEASE, "web", false, 0, 2)) {
            assertThat(logs.next().orElseThrow().getText()).isEqualTo("line 1");
            assertThat(logs.next().orElseThrow().getText()).isEqualTo("line 2");
            assertThat(logs.next()).isEmpty();
        }
        assertThat(door.requests())
                .containsExactly("GET " + LEASE_PATH + "/logs?follow=false&from=0&tail=2&service=web");
    }

    @Test
    void followedLogsGoOnAfterABreak() throws InterruptedException {
        AtomicInteger connections = new AtomicInteger();
        door.on(LEASE_PATH + "/logs", exchange -> {
            OutputStream stream = events(exchange);
            boolean first = connections.getAndIncrement() == 0;
            line(stream, first ? 1 : 2);
            line(stream, first ? 2 : 3);
        });

        try (DoorStream<LogLine> logs = client.logs(LEASE, "", true, 0, 0)) {
            assertThat(logs.next().orElseThrow().getPosition()).isEqualTo(1);
            assertThat(logs.next().orElseThrow().getPosition()).isEqualTo(2);
            assertThat(logs.next().orElseThrow().getPosition()).isEqualTo(3);
        }
        assertThat(door.requests()).contains("GET " + LEASE_PATH + "/logs?follow=true&from=3");
    }

    @Test
    void closedStreamGivesNothingMore() throws InterruptedException {
        door.on(LEASE_PATH + "/events", exchange -> events(exchange).flush());
        DoorStream<WorkloadEvent> stream = client.events(LEASE, true, 0);

        stream.close();

        assertThat(stream.next()).isEmpty();
    }

    @Test
    void requestsReachAServiceWithAnyStatus() {
        door.on(LEASE_PATH + "/http/web/8080/hello", exchange -> {
            byte[] body =
                    (exchange.getRequestMethod() + " " + claims(exchange).scopes()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(418, body.length);
            exchange.getResponseBody().write(body);
        });

        DoorAnswer answer = client.get(LEASE, "web", 8080, "/hello?x=1");

        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.body().toStringUtf8()).isEqualTo("GET [http]");
        assertThat(door.requests()).containsExactly("GET " + LEASE_PATH + "/http/web/8080/hello?x=1");
    }

    @Test
    void doorThatDoesNotAnswerIsNamed() {
        door.close();

        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(client::status)
                .withMessageContaining("no answer from provider " + PROVIDER + " at " + door.endpoint());
    }
}
