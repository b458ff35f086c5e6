package network.millrace.node.api;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import network.millrace.node.engine.Engine;
import network.millrace.node.error.NodeError;
import network.millrace.node.storage.Store;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;

/** Sending transactions, trying them, and finding them again. */
final class TransactionRoutes {
    private final Engine engine;
    private final Store store;
    private final MessageCodec codec;
    private final ApiLimits limits;

    TransactionRoutes(Engine engine, Store store, MessageCodec codec, ApiLimits limits) {
        this.engine = engine;
        this.store = store;
        this.codec = codec;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/transactions", "BroadcastRequest -> BroadcastResponse", this::broadcast),
                Route.post("/v1/transactions/simulate", "BroadcastRequest -> TxResult", this::simulate),
                Route.get("/v1/transactions/{hash}", "TxRecord of a committed transaction", this::find));
    }

    private void broadcast(ServerRequest request, ServerResponse response) throws InterruptedException {
        BroadcastRequest broadcast = transaction(request);
        BroadcastResponse answer =
                switch (broadcast.getWait()) {
                    case ADMITTED -> engine.submit(broadcast.getTransaction());
                    case COMMITTED -> engine.submitAndWait(broadcast.getTransaction(), limits.commitWait());
                    case UNRECOGNIZED -> throw ApiException.badRequest("wait is ADMITTED or COMMITTED");
                };
        if (answer.getCodespace().equals(NodeError.CODESPACE) && answer.getCode() == NodeError.STOPPED.code()) {
            throw new ApiException(503, NodeError.STOPPED, answer.getLog());
        }
        codec.write(request, response, answer);
    }

    private void simulate(ServerRequest request, ServerResponse response) {
        codec.write(request, response, engine.simulate(transaction(request).getTransaction()));
    }

    private void find(ServerRequest request, ServerResponse response) {
        Hash hash = hash(request.path().pathParameters().get("hash"));
        codec.write(
                request,
                response,
                store.transaction(hash)
                        .orElseThrow(() -> ApiException.notFound("no block has a transaction with the hash " + hash
                                + ", or it is still waiting for one")));
    }

    private BroadcastRequest transaction(ServerRequest request) {
        BroadcastRequest broadcast = codec.read(request, BroadcastRequest.getDefaultInstance());
        if (broadcast.getTransaction().isEmpty()) {
            throw ApiException.badRequest("the body needs the field transaction: the bytes of a TxRaw");
        }
        return broadcast;
    }

    private static Hash hash(String text) {
        try {
            return Hash.parse(text);
        } catch (MalformedException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
