package network.millrace.protocol.registry;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.protocol.MalformedException;

/** All message types of the contract by type URL, found from the descriptors. */
public final class MessageTypes {
    private static final Map<String, MessageType> BY_URL = collect();

    private MessageTypes() {}

    /** The type of a URL such as {@code /millrace.market.v1.MsgCreateBid}; empty when the contract has none. */
    public static Optional<MessageType> find(String typeUrl) {
        return Optional.ofNullable(BY_URL.get(typeUrl));
    }

    /** All types in the order of their URLs. */
    public static Collection<MessageType> all() {
        return BY_URL.values();
    }

    /** All files of the contract. */
    public static List<FileDescriptor> files() {
        return ProtocolFiles.ALL;
    }

    /** The type URL of a message: a slash and its full name. */
    public static String typeUrl(Descriptor descriptor) {
        return "/" + descriptor.getFullName();
    }

    /** Wraps a message under its type URL. */
    public static Any pack(Message message) {
        return Any.newBuilder()
                .setTypeUrl(typeUrl(message.getDescriptorForType()))
                .setValue(message.toByteString())
                .build();
    }

    /**
     * Unwraps a message of any type of the contract.
     *
     * @throws MalformedException when the type is unknown or the bytes are not of it
     */
    public static Message unpack(Any any) {
        MessageType type = find(any.getTypeUrl())
                .orElseThrow(() -> new MalformedException(
                        "no message type of this network is called " + MalformedException.quote(any.getTypeUrl())));
        try {
            return type.parse(any.getValue());
        } catch (InvalidProtocolBufferException invalid) {
            throw new MalformedException("the bytes are no " + type + ": " + invalid.getMessage(), invalid);
        }
    }

    private static Map<String, MessageType> collect() {
        // Sorted, so that listings and documentation always come in one order.
        TreeMap<String, MessageType> types = new TreeMap<>();
        for (FileDescriptor file : ProtocolFiles.ALL) {
            file.getMessageTypes().forEach(descriptor -> add(types, descriptor));
        }
        return Collections.unmodifiableMap(types);
    }

    private static void add(Map<String, MessageType> types, Descriptor descriptor) {
        if (descriptor.getOptions().getMapEntry()) {
            return;
        }
        types.put(typeUrl(descriptor), new MessageType(descriptor));
        descriptor.getNestedTypes().forEach(nested -> add(types, nested));
    }
}
