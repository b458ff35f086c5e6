package network.millrace.node.api;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import network.millrace.ledger.kernel.KernelError;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.node.engine.Engine;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.protocol.spelling.Spelling;

/** Every module's {@code service Query}, as the descriptors have it. */
final class QueryRoutes {
    private static final String PATH = "/v1/query/{module}/{method}";

    private final Engine engine;
    private final MessageCodec codec;

    QueryRoutes(Engine engine, MessageCodec codec) {
        this.engine = engine;
        this.codec = codec;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, "a module's query, its request's fields as parameters (id.owner=…)", this::get),
                Route.post(PATH, "the same, the request as a body", this::post));
    }

    /** Module, method, request and response of every query that can be asked, in the order of their names. */
    List<Query> queries() {
        return MessageTypes.files().stream()
                .flatMap(file -> file.getServices().stream())
                .filter(service -> service.getName().equals("Query"))
                .flatMap(service -> service.getMethods().stream().map(method -> Query.of(service, method)))
                .filter(this::isAnswered)
                .sorted((a, b) -> a.path().compareTo(b.path()))
                .toList();
    }

    /** One query: its path and the names of its messages. */
    record Query(String module, String method, String request, String response) {
        // The kernel's messages live in the package of the ledger.
        static Query of(ServiceDescriptor service, MethodDescriptor method) {
            String[] names = service.getFullName().split("\\.");
            String module = names[1].equals("ledger") ? "kernel" : names[1];
            return new Query(
                    module,
                    method.getName(),
                    method.getInputType().getName(),
                    method.getOutputType().getName());
        }

        String path() {
            return "/v1/query/" + module + "/" + method;
        }
    }

    private boolean isAnswered(Query query) {
        try {
            engine.queryPrototype(query.module(), query.method());
            return true;
        } catch (Rejection unknown) {
            return false;
        }
    }

    private void get(ServerRequest request, ServerResponse response) {
        Message prototype = prototype(request);
        answer(
                request,
                response,
                FieldParameters.fill(prototype, request.query().toMap()));
    }

    private void post(ServerRequest request, ServerResponse response) {
        answer(request, response, codec.read(request, prototype(request)));
    }

    private void answer(ServerRequest request, ServerResponse response, Message query) {
        try {
            codec.write(request, response, engine.query(module(request), method(request), query));
        } catch (Rejection rejection) {
            throw new ApiException(
                    400, rejection.code().code(), rejection.code().codespace(), String.valueOf(rejection.getMessage()));
        }
    }

    private Message prototype(ServerRequest request) {
        try {
            return engine.queryPrototype(module(request), method(request));
        } catch (Rejection unknown) {
            String asked = module(request) + "/" + method(request);
            List<String> known = queries().stream()
                    .map(query -> query.module() + "/" + query.method())
                    .toList();
            throw new ApiException(
                    404,
                    KernelError.QUERY_UNKNOWN.code(),
                    KernelError.QUERY_UNKNOWN.codespace(),
                    "there is no query " + asked + Spelling.hint(asked, known));
        }
    }

    private static String module(ServerRequest request) {
        return request.path().pathParameters().get("module");
    }

    private static String method(ServerRequest request) {
        return request.path().pathParameters().get("method");
    }
}
