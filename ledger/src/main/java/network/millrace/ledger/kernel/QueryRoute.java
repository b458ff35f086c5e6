package network.millrace.ledger.kernel;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import java.util.Locale;

/** How one method of a module's {@code service Query} is answered. */
final class QueryRoute<Q extends Message> {
    private final Q prototype;
    private final MethodDescriptor method;
    private final QueryHandler<Q, ?> handler;

    QueryRoute(Q prototype, QueryHandler<Q, ?> handler) {
        this.prototype = prototype;
        this.method = method(prototype);
        this.handler = handler;
    }

    MethodDescriptor method() {
        return method;
    }

    Message prototype() {
        return prototype;
    }

    @SuppressWarnings("unchecked") // the type is compared first
    Message answer(Message request, Context context) {
        Rejection.unless(
                prototype.getClass().isInstance(request),
                KernelError.QUERY_UNKNOWN,
                "expected a request of type %s, came %s",
                prototype.getDescriptorForType().getFullName(),
                request.getDescriptorForType().getFullName());
        return handler.answer((Q) request, context);
    }

    private static MethodDescriptor method(Message prototype) {
        var type = prototype.getDescriptorForType();
        for (var service : type.getFile().getServices()) {
            for (var method : service.getMethods()) {
                if (service.getName().equals("Query") && method.getInputType().equals(type)) {
                    return method;
                }
            }
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "expected a method of service Query in %s that takes %s, came none",
                type.getFile().getFullName(),
                type.getFullName()));
    }
}
