package network.millrace.ledger.kernel;

import com.google.protobuf.Message;
import java.util.function.ToLongFunction;
import network.millrace.protocol.registry.MessageType;
import network.millrace.protocol.registry.MessageTypes;

/** How messages of one type are priced and executed. */
final class MessageRoute<M extends Message> {
    private final M prototype;
    private final ToLongFunction<M> gas;
    private final MessageHandler<M, ?> handler;

    MessageRoute(M prototype, ToLongFunction<M> gas, MessageHandler<M, ?> handler) {
        if (MessageTypes.find(typeUrl(prototype))
                .filter(MessageType::isTransactionMessage)
                .isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a message that names its signer with option millrace.options.v1.signer, came "
                            + typeUrl(prototype));
        }
        this.prototype = prototype;
        this.gas = gas;
        this.handler = handler;
    }

    String typeUrl() {
        return typeUrl(prototype);
    }

    long gas(Message message) {
        return gas.applyAsLong(cast(message));
    }

    Message execute(Message message, Context context) {
        return handler.handle(cast(message), context);
    }

    @SuppressWarnings("unchecked") // messages are parsed as the class that their type URL names
    private M cast(Message message) {
        return (M) message;
    }

    private static String typeUrl(Message message) {
        return MessageTypes.typeUrl(message.getDescriptorForType());
    }
}
