package network.millrace.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import network.millrace.client.EventStream;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.accounts.v1.QueryAccountRequest;
import network.millrace.protocol.accounts.v1.QueryAccountResponse;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.ErrorBody;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.node.v1.TxRecord;
import network.millrace.protocol.registry.JsonMapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpNetworkTest {
    private static final HttpLimits LIMITS = new HttpLimits(
            Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(10), 10_000);
    private static final NodeStatus STATUS =
            NodeStatus.newBuilder().setChainId("millrace-dev").setHeight(7).build();

    private final FakeNode node = new FakeNode();
    private final FakeNode otherNode = new FakeNode();
    private final HttpNetwork network = new HttpNetwork(List.of(node.uri(), otherNode.uri()), LIMITS);

    @AfterEach
    void stop() {
        network.close();
        node.close();
        otherNode.close();
    }

    private static List<Long> heights(EventStream stream, int count) throws InterruptedException {
        List<Long> heights = new ArrayList<>();
        while (heights.size() < count) {
            heights.add(stream.next().orElseThrow().getHeight());
        }
        return heights;
    }

    @Test
    void answersAreReadAsProtobufOrJson() {
        node.answers("/v1/status", 200, STATUS);
        assertThat(network.status()).isEqualTo(STATUS);

        node.on("/v1/status", exchange -> {
            byte[] body = JsonMapping.print(STATUS).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
        assertThat(network.status()).isEqualTo(STATUS);
    }

    @Test
    void transactionAndQueryArePostedAsProtobuf() {
        byte[] transaction = {1, 2, 3};
        node.on("/v1/transactions", exchange -> {
            BroadcastRequest request = BroadcastRequest.parseFrom(exchange.getRequestBody());
            byte[] body = BroadcastResponse.newBuilder()
                    .setHash(request.getTransaction())
                    .setHeight(request.getWaitValue())
                    .build()
                    .toByteArray();
            exchange.getResponseHeaders().set("Content-Type", HttpNetwork.PROTOBUF);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
        QueryAccountResponse account = QueryAccountResponse.newBuilder()
                .setAccount(Account.newBuilder().setNumber(3))
                .build();
        node.answers("/v1/query/accounts/Account", 200, account);

        BroadcastResponse response = network.submit(transaction, BroadcastRequest.Wait.COMMITTED);

        assertThat(response.getHash().toByteArray()).isEqualTo(transaction);
        assertThat(response.getHeight()).isEqualTo(BroadcastRequest.Wait.COMMITTED_VALUE);
        assertThat(network.query(
                        "accounts",
                        "Account",
                        QueryAccountRequest.getDefaultInstance(),
                        QueryAccountResponse.getDefaultInstance()))
                .isEqualTo(account);
    }

    @Test
    void unknownTransactionIsEmpty() {
        Hash hash = Hash.sha256(new byte[0]);
        assertThat(network.transaction(hash)).isEmpty();

        node.answers(
                "/v1/transactions/" + hash.hex(),
                200,
                TxRecord.newBuilder().setHeight(4).build());
        assertThat(network.transaction(hash).orElseThrow().getHeight()).isEqualTo(4);
    }

    @Test
    void refusalCarriesCodeCodespaceAndSentence() {
        node.answers(
                "/v1/query/market/Lease",
                404,
                ErrorBody.newBuilder()
                        .setCode(9)
                        .setCodespace("market")
                        .setMessage("no such lease")
                        .build());

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> network.query("market", "Lease", STATUS, STATUS))
                .withMessage("no such lease")
                .matches(refused -> refused.code() == 9 && refused.codespace().equals("market"));
    }

    @Test
    void silentOrUnavailableNodeIsPassedOver() {
        node.answers(
                "/v1/status", 503, ErrorBody.newBuilder().setMessage("stopping").build());
        otherNode.answers("/v1/status", 200, STATUS);
        assertThat(network.status()).isEqualTo(STATUS);

        node.close();
        assertThat(network.status()).isEqualTo(STATUS);
    }

    @Test
    void withoutAnyNodeTheMessageNamesThemAll() {
        node.close();
        otherNode.close();

        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(network::status)
                .withMessageContaining(node.uri().toString())
                .withMessageContaining(otherNode.uri().toString());
    }

    @Test
    void answerBeyondTheLimitIsRefused() {
        node.answers(
                "/v1/status",
                200,
                NodeStatus.newBuilder().setVersion("x".repeat(20_000)).build());

        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(network::status)
                .withMessageContaining("larger than 10000 bytes");
    }

    @Test
    void pageOfAProxyIsNotTakenForAnAnswer() {
        node.on("/v1/status", exchange -> {
            exchange.sendResponseHeaders(502, 4);
            exchange.getResponseBody().write("oops".getBytes(StandardCharsets.UTF_8));
        });

        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(network::status)
                .withMessageContaining("status 502");
    }

    @Test
    void onlyHttpAddressesAreTaken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpNetwork(List.of(URI.create("localhost:26660")), LIMITS))
                .withMessageContaining("http://host:port");
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpNetwork(List.of(), LIMITS));
    }

    @Test
    void streamResumesAfterTheLastBlockWhenTheConnectionBreaks() throws InterruptedException {
        AtomicInteger connections = new AtomicInteger();
        FakeNode.Route route = exchange -> {
            int first = connections.getAndIncrement() == 0 ? 5 : 7;
            var events = FakeNode.events(exchange);
            FakeNode.block(events, first);
            FakeNode.block(events, first + 1);
        };
        node.on("/v1/events", route);
        otherNode.on("/v1/events", route);

        try (EventStream stream = network.follow(5, Set.of("OrderOpened", "LeaseAwarded"))) {
            assertThat(heights(stream, 4)).containsExactly(5L, 6L, 7L, 8L);
        }

        assertThat(node.requests()).contains("GET /v1/events?from_height=5&types=LeaseAwarded%2COrderOpened");
        assertThat(otherNode.requests()).contains("GET /v1/events?from_height=7&types=LeaseAwarded%2COrderOpened");
    }

    @Test
    void blocksThatCameAlreadyAreLeftOutAndGapsAreFilled() throws InterruptedException {
        node.on("/v1/events", exchange -> {
            var events = FakeNode.events(exchange);
            for (long height : new long[] {1, 1, 2, 4}) {
                FakeNode.block(events, height);
            }
        });
        otherNode.on("/v1/events", exchange -> {
            var events = FakeNode.events(exchange);
            for (long height : new long[] {2, 3, 4}) {
                FakeNode.block(events, height);
            }
        });

        try (EventStream stream = network.follow(1, Set.of())) {
            assertThat(heights(stream, 4)).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void silentStreamIsOpenedAnew() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        node.on("/v1/events", exchange -> {
            FakeNode.block(FakeNode.events(exchange), 1);
            await(done);
        });
        otherNode.on("/v1/events", exchange -> FakeNode.block(FakeNode.events(exchange), 2));

        try (EventStream stream = network.follow(1, Set.of())) {
            assertThat(heights(stream, 2)).containsExactly(1L, 2L);
        } finally {
            done.countDown();
        }
    }

    @Test
    void closingWakesTheReader() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        node.on("/v1/events", exchange -> {
            FakeNode.block(FakeNode.events(exchange), 1);
            await(done);
        });
        EventStream stream = network.follow(1, Set.of());
        assertThat(stream.next()).isPresent();

        Thread closing = Thread.ofVirtual().start(stream::close);

        assertThat(stream.next()).isEmpty();
        closing.join();
        done.countDown();
    }

    @Test
    void blockThatEveryNodeHasThrownAwayIsRefused() throws InterruptedException {
        FakeNode.Route gone = exchange -> refuse(exchange, 410, "block 2 is gone");
        node.on("/v1/events", gone);
        otherNode.on("/v1/events", exchange -> FakeNode.block(FakeNode.events(exchange), 1));
        EventStream stream = network.follow(1, Set.of());

        assertThat(stream.next()).isPresent();

        otherNode.on("/v1/events", gone);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(stream::next)
                .withMessage("block 2 is gone");
        stream.close();
    }

    @Test
    void requestThatEveryNodeRefusesAtTheStartIsRefusedAtOnce() {
        node.on("/v1/events", exchange -> refuse(exchange, 400, "no such type"));
        otherNode.on("/v1/events", exchange -> refuse(exchange, 400, "no such type"));

        try (EventStream stream = network.follow(1, Set.of("Nonsense"))) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(stream::next)
                    .withMessage("no such type");
        }
    }

    private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        byte[] body = JsonMapping.print(
                        ErrorBody.newBuilder().setMessage(message).build())
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Test
    void streamSaysWhenThereIsNoNode() {
        node.close();
        otherNode.close();
        HttpLimits impatient = new HttpLimits(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(300), 10_000);

        try (HttpNetwork nobody = new HttpNetwork(List.of(node.uri()), impatient);
                EventStream stream = nobody.follow(3, Set.of())) {
            assertThatExceptionOfType(NetworkException.class)
                    .isThrownBy(stream::next)
                    .withMessageContaining("block 3 is awaited");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
