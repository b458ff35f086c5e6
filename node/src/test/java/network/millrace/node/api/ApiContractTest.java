package network.millrace.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import network.millrace.node.Person;
import network.millrace.node.error.NodeError;
import network.millrace.protocol.bank.v1.QueryBalancesRequest;
import network.millrace.protocol.bank.v1.QueryBalancesResponse;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.node.v1.TxRecord;
import network.millrace.protocol.registry.JsonMapping;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the API promises, over HTTP against a running node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiContractTest {
    private static final String BALANCES = "/v1/query/bank/Balances";

    private final LiveNode live;

    ApiContractTest(@TempDir Path folder) {
        this.live = new LiveNode(folder.resolve("node"), LiveNode.CONFIG);
    }

    @BeforeAll
    void makeABlock() {
        assertThat(live.transfer().getCode()).isZero();
    }

    @AfterAll
    void stop() {
        live.close();
    }

    @Test
    void statusSaysWhereTheNodeIs() {
        NodeStatus status = live.get("/v1/status").as(NodeStatus.getDefaultInstance());

        assertThat(status.getChainId()).isEqualTo(Person.CHAIN_ID);
        assertThat(status.getHeight()).isPositive();
        assertThat(status.getEngine()).isEqualTo("embedded");
        assertThat(status.getAppHash().size()).isEqualTo(32);
        assertThat(live.get("/v1/health").status()).isEqualTo(200);
    }

    @Test
    void aCommittedTransactionIsFoundByItsHashAndInItsBlock() {
        BroadcastResponse committed = live.transfer();

        String hash = HexFormat.of().formatHex(committed.getHash().toByteArray());
        TxRecord record = live.get("/v1/transactions/" + hash).as(TxRecord.getDefaultInstance());
        BlockRecord block = live.get("/v1/blocks/" + committed.getHeight()).as(BlockRecord.getDefaultInstance());

        assertThat(record.getHeight()).isEqualTo(committed.getHeight());
        assertThat(record.getResult()).isEqualTo(committed.getResult());
        assertThat(block.getBlock().getTransactions(record.getIndex())).isEqualTo(record.getTransaction());
        assertThat(block.getResult().getTransactions(record.getIndex())).isEqualTo(record.getResult());
    }

    @Test
    void anAdmittedTransactionIsAnsweredBeforeItsBlock() {
        BroadcastRequest request = BroadcastRequest.newBuilder()
                .setTransaction(Person.ALICE.unordered(System.currentTimeMillis(), Person.BOB, 1))
                .build();

        BroadcastResponse response = live.postJson("/v1/transactions", JsonMapping.print(request))
                .as(BroadcastResponse.getDefaultInstance());

        assertThat(response.getCode()).as(response.getLog()).isZero();
        assertThat(response.getHash().size()).isEqualTo(32);
    }

    @Test
    void protobufGoesInAndOutByContentType() throws Exception {
        byte[] request = QueryBalancesRequest.newBuilder()
                .setAddress(Person.BOB.address().toString())
                .build()
                .toByteArray();

        LiveNode.Answer answer = live.send(HttpRequest.newBuilder(live.uri(BALANCES))
                .header("Content-Type", "application/x-protobuf")
                .header("Accept", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request)));

        assertThat(answer.contentType()).isEqualTo("application/x-protobuf");
        assertThat(QueryBalancesResponse.parseFrom(answer.body()).getBalancesCount())
                .isEqualTo(2);
    }

    @Test
    void aQueryByGetAndByPostIsTheSame() {
        String address = Person.BOB.address().toString();

        LiveNode.Answer get = live.get(BALANCES + "?address=" + address);
        LiveNode.Answer post = live.postJson(BALANCES, "{\"address\":\"" + address + "\"}");

        assertThat(get.status()).isEqualTo(200);
        assertThat(get.as(QueryBalancesResponse.getDefaultInstance()).getBalancesCount())
                .isEqualTo(2);
        assertThat(post.status()).isEqualTo(200);
    }

    @Test
    void theKernelIsQueriedLikeAModule() {
        QueryParamsResponse params =
                live.get("/v1/query/kernel/Params?module=kernel").as(QueryParamsResponse.getDefaultInstance());

        assertThat(params.getKernel().getMaxBlockGapMs()).isEqualTo(30_000);
    }

    @Test
    void simulationNeedsNoSignature() {
        BroadcastRequest request = BroadcastRequest.newBuilder()
                .setTransaction(Person.ALICE.unordered(System.currentTimeMillis(), Person.BOB, 1))
                .build();

        TxResult result = live.postJson("/v1/transactions/simulate", JsonMapping.print(request))
                .as(TxResult.getDefaultInstance());

        assertThat(result.getCode()).as(result.getLog()).isZero();
        assertThat(result.getGasUsed()).isPositive();
    }

    @Test
    void genesisIsServedAsTheNetworkBegan() {
        assertThat(live.get("/v1/genesis").as(Genesis.getDefaultInstance())).isEqualTo(Person.genesis());
    }

    @Test
    void theListingNamesEveryRouteAndQuery() {
        String listing = live.get("/").text();

        assertThat(listing)
                .contains("/v1/transactions", "/v1/events", "/v1/query/bank/Balances", "/v1/query/kernel/Clock");
    }

    @Test
    void metricsCountBlocks() {
        assertThat(live.get("/v1/metrics").text())
                .contains(
                        "# TYPE millrace_blocks_total counter",
                        "millrace_height ",
                        "millrace_transactions_included_total ");
    }

    @Test
    void aRefusedTransactionIsAnAnswerNotAnHttpError() {
        LiveNode.Answer answer = live.postJson("/v1/transactions", "{\"transaction\":\"Z2FyYmFnZQ==\"}");

        BroadcastResponse response = answer.as(BroadcastResponse.getDefaultInstance());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(response.getCodespace()).isEqualTo("kernel");
        assertThat(response.getLog()).isNotBlank();
    }

    @Test
    void brokenJsonIsRefused() {
        refused(
                live.postJson(BALANCES, "{\"address\":"),
                400,
                "this is not the JSON of a millrace.bank.v1.QueryBalancesRequest");
    }

    @Test
    void anUnknownFieldIsRefused() {
        refused(live.postJson(BALANCES, "{\"adress\":\"x\"}"), 400, "adress");
        refused(live.get(BALANCES + "?adress=x"), 400, "did you mean address?");
    }

    @Test
    void brokenProtobufIsRefused() {
        refused(
                live.post(BALANCES, "application/x-protobuf", new byte[] {10, 100, 1}),
                400,
                "the body is no millrace.bank.v1.QueryBalancesRequest");
    }

    @Test
    void anotherContentTypeIsRefused() {
        refused(live.post(BALANCES, "text/xml", "<a/>".getBytes(StandardCharsets.UTF_8)), 415, "application/json");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        LiveNode.Answer announced = live.post("/v1/transactions", "application/json", new byte[1 << 20]);
        LiveNode.Answer chunked = live.send(HttpRequest.newBuilder(live.uri("/v1/transactions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[1 << 20]))));

        refused(announced, 413, "a request body has at most 524288 bytes");
        refused(chunked, 413, "a request body has at most 524288 bytes");
        assertThat(announced.error().getCode()).isEqualTo(NodeError.TOO_LARGE.code());
    }

    @Test
    void anUnknownQueryIsNotFoundAndTheNearestIsNamed() {
        refused(live.get("/v1/query/bank/Balanced"), 404, "did you mean bank/Balances?");
        refused(live.postJson("/v1/query/nowhere/Nothing", "{}"), 404, "there is no query nowhere/Nothing");
    }

    @Test
    void aQueryThatTheModuleRefusesCarriesItsCode() {
        LiveNode.Answer answer = live.get("/v1/query/kernel/Params?module=nowhere");

        refused(answer, 400, "nowhere");
        assertThat(answer.error().getCodespace()).isEqualTo("kernel");
    }

    @Test
    void anUnknownRouteIsNotFound() {
        refused(live.get("/v2/status"), 404, "there is no route GET /v2/status");
        refused(live.postJson("/v1/status", "{}"), 404, "there is no route POST /v1/status");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        refused(live.get("/v1/blocks/999999"), 404, "there is no block 999999");
        refused(live.get("/v1/transactions/" + "0".repeat(64)), 404, "no block has a transaction");
    }

    @Test
    void malformedNamesAreRefused() {
        refused(live.get("/v1/blocks/first"), 400, "a height is a number");
        refused(live.get("/v1/transactions/xyz"), 400, "64 hexadecimal digits");
        refused(live.postJson("/v1/transactions", "{}"), 400, "needs the field transaction");
        refused(
                live.postJson("/v1/transactions", "{\"wait\":7,\"transaction\":\"AA==\"}"),
                400,
                "ADMITTED or COMMITTED");
    }

    @Test
    void browsersAreNotAllowedByDefault() {
        LiveNode.Answer answer =
                live.send(HttpRequest.newBuilder(live.uri("/v1/status")).header("Origin", "https://x.example"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.allowedOrigin()).isEmpty();
    }

    private static void refused(LiveNode.Answer answer, int status, String part) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.error().getMessage()).contains(part);
        assertThat(answer.error().getCode()).isPositive();
    }
}
