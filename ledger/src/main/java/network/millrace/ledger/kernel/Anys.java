package network.millrace.ledger.kernel;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import network.millrace.ledger.state.ValueCodec;

/** Packs messages as Cosmos does: the type URL is a slash and the full name. */
final class Anys {
    private Anys() {}

    static Any pack(Message message) {
        return Any.newBuilder()
                .setTypeUrl(typeUrl(message))
                .setValue(UnsafeByteOperations.unsafeWrap(ValueCodec.deterministic(message)))
                .build();
    }

    static String typeUrl(Message message) {
        return "/" + message.getDescriptorForType().getFullName();
    }
}
