package network.millrace.client.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import network.millrace.client.EventStream;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.ErrorBody;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.node.v1.TxRecord;
import network.millrace.protocol.registry.JsonMapping;

/**
 * A node over HTTP. A call goes to one node after another until one answers, each at most once; trying again later is the
 * caller's choice. Handing the same transaction to two nodes is harmless: it can be executed only once.
 */
public final class HttpNetwork implements Network {
    static final String PROTOBUF = "application/x-protobuf";

    private static final int NOT_FOUND = 404;

    private final Endpoints endpoints;
    private final HttpLimits limits;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<HttpEventStream> streams = ConcurrentHashMap.newKeySet();

    /** A client of these nodes, which must be of one network. */
    public HttpNetwork(List<URI> nodes, HttpLimits limits) {
        this.endpoints = new Endpoints(nodes);
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.connect())
                .executor(threads)
                .build();
    }

    /** A client of one node with the usual limits. */
    public static HttpNetwork of(URI node) {
        return new HttpNetwork(List.of(node), HttpLimits.DEFAULT);
    }

    @Override
    public NodeStatus status() {
        return answer(get("/v1/status"), NodeStatus.getDefaultInstance());
    }

    @Override
    public BroadcastResponse submit(byte[] transaction, BroadcastRequest.Wait wait) {
        BroadcastRequest request = BroadcastRequest.newBuilder()
                .setTransaction(ByteString.copyFrom(transaction))
                .setWait(wait)
                .build();
        return answer(post("/v1/transactions", request), BroadcastResponse.getDefaultInstance());
    }

    @Override
    public TxResult simulate(byte[] transaction) {
        BroadcastRequest request = BroadcastRequest.newBuilder()
                .setTransaction(ByteString.copyFrom(transaction))
                .build();
        return answer(post("/v1/transactions/simulate", request), TxResult.getDefaultInstance());
    }

    @Override
    public Optional<TxRecord> transaction(Hash hash) {
        return answerIfThere(get("/v1/transactions/" + hash.hex()), TxRecord.getDefaultInstance());
    }

    @Override
    public Optional<BlockRecord> block(long height) {
        return answerIfThere(get("/v1/blocks/" + height), BlockRecord.getDefaultInstance());
    }

    @Override
    public <R extends Message> R query(String module, String method, Message request, R prototype) {
        return answer(post("/v1/query/" + module + "/" + method, request), prototype);
    }

    @Override
    public Genesis genesis() {
        return answer(get("/v1/genesis"), Genesis.getDefaultInstance());
    }

    @Override
    public EventStream follow(long fromHeight, Set<String> types) {
        HttpEventStream stream = new HttpEventStream(
                new EventConnector(client, endpoints, limits, types), limits, fromHeight, streams::remove);
        streams.add(stream);
        return stream;
    }

    @Override
    public void close() {
        streams.forEach(HttpEventStream::close);
        client.shutdownNow();
        threads.shutdownNow();
    }

    /** A request whose node is chosen when it is sent. */
    private record Call(String path, HttpRequest.Builder request) {}

    private record Answer(URI node, int status, boolean protobuf, ByteString body) {
        boolean isOk() {
            return status >= 200 && status < 300;
        }
    }

    private static Call get(String path) {
        return new Call(path, HttpRequest.newBuilder().GET());
    }

    private static Call post(String path, Message body) {
        return new Call(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", PROTOBUF)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private <R extends Message> R answer(Call call, R prototype) {
        Answer answer = send(call);
        if (!answer.isOk()) {
            throw refusal(answer);
        }
        return read(answer, prototype);
    }

    private <R extends Message> Optional<R> answerIfThere(Call call, R prototype) {
        Answer answer = send(call);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (!answer.isOk()) {
            throw refusal(answer);
        }
        return Optional.of(read(answer, prototype));
    }

    /** Asks one node after another. A node that says it is unavailable (503) is passed over like a silent one. */
    private Answer send(Call call) {
        NetworkException failure = null;
        for (int attempt = 0; attempt < endpoints.count(); attempt++) {
            URI node = endpoints.current();
            try {
                Answer answer = sendTo(node, call);
                if (answer.status() != 503) {
                    return answer;
                }
                failure = refusal(answer);
            } catch (IOException silent) {
                failure = new NetworkException("no answer from " + endpoints + ": " + reason(silent), silent);
            }
            endpoints.leave(node);
        }
        throw failure == null ? new NetworkException("no node was asked") : failure;
    }

    private Answer sendTo(URI node, Call call) throws IOException {
        HttpRequest request = call.request()
                .uri(EventConnector.resolve(node, call.path()))
                .timeout(limits.answer())
                .header("Accept", PROTOBUF)
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream stream = response.body()) {
                byte[] body = stream.readNBytes(limits.answerBytes() + 1);
                if (body.length > limits.answerBytes()) {
                    throw new NetworkException("the answer of " + node + call.path() + " is larger than "
                            + limits.answerBytes() + " bytes");
                }
                boolean protobuf =
                        response.headers().firstValue("Content-Type").orElse("").startsWith(PROTOBUF);
                return new Answer(node, response.statusCode(), protobuf, ByteString.copyFrom(body));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NetworkException("interrupted while waiting for " + node, interrupted);
        }
    }

    private static <R extends Message> R read(Answer answer, R prototype) {
        try {
            if (!answer.protobuf()) {
                return JsonMapping.parse(answer.body().toStringUtf8(), prototype);
            }
            @SuppressWarnings("unchecked") // The parser of a prototype makes messages of the prototype's class.
            R message = (R) prototype.getParserForType().parseFrom(answer.body());
            return message;
        } catch (InvalidProtocolBufferException | MalformedException wrong) {
            throw new NetworkException(
                    answer.node() + " answered with something else than expected: " + wrong.getMessage(), wrong);
        }
    }

    private static NetworkException refusal(Answer answer) {
        try {
            ErrorBody error = read(answer, ErrorBody.getDefaultInstance());
            if (!error.getMessage().isEmpty()) {
                return RefusedException.of(error);
            }
        } catch (NetworkException notOurs) {
            // A proxy's page, not a node's answer: its status is all there is to say.
        }
        return new NetworkException(answer.node() + " answered with status " + answer.status());
    }

    /** Java's own message, or what the failure means where it has none. */
    static String reason(IOException failure) {
        String message = failure.getMessage();
        if (message == null && failure instanceof ConnectException) {
            return "nothing listens there";
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
