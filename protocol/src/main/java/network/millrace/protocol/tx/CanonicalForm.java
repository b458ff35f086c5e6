package network.millrace.protocol.tx;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.protocol.registry.MessageType;

/**
 * The one encoding a message has (Cosmos ADR-027): known fields only, in ascending order, each once unless repeated, no
 * default values written out, shortest varints. All of it is checked in one stroke: unknown fields are left out while
 * reading, and what is then written must be the bytes that came. Only when they differ does a second, slow look find out
 * why.
 */
final class CanonicalForm {
    private CanonicalForm() {}

    /** A parser that leaves unknown fields out, for {@link #parse(Parser, Parser, ByteString, String)}. */
    static <M extends Message> Parser<M> knownFields(Parser<M> parser) {
        return DiscardUnknownFieldsParser.wrap(parser);
    }

    static <M extends Message> M parse(Parser<M> knownFields, Parser<M> allFields, ByteString bytes, String name)
            throws TransactionException {
        try {
            M message = knownFields.parseFrom(bytes);
            if (!isEncodedAs(message, bytes)) {
                throw difference(allFields.parseFrom(bytes), name);
            }
            return message;
        } catch (InvalidProtocolBufferException invalid) {
            throw undecodable(name, invalid);
        }
    }

    static Message parse(MessageType type, ByteString bytes) throws TransactionException {
        try {
            Message message = type.parseKnownFields(bytes);
            if (!isEncodedAs(message, bytes)) {
                throw difference(type.parse(bytes), type.typeUrl());
            }
            return message;
        } catch (InvalidProtocolBufferException invalid) {
            throw undecodable(type.typeUrl(), invalid);
        }
    }

    private static boolean isEncodedAs(Message message, ByteString bytes) {
        return message.getSerializedSize() == bytes.size()
                && message.toByteString().equals(bytes);
    }

    private static TransactionException undecodable(String name, InvalidProtocolBufferException cause) {
        return new TransactionException(
                TransactionProblem.UNDECODABLE,
                "the bytes given as " + name + " cannot be read: " + cause.getMessage());
    }

    private static TransactionException difference(Message message, String name) {
        return unknownField(message, name)
                .map(path -> new TransactionException(
                        TransactionProblem.UNKNOWN_FIELD, path + " is a field this network does not know"))
                .orElseGet(() -> new TransactionException(
                        TransactionProblem.NOT_CANONICAL,
                        name + " is not in canonical form: fields must be in ascending order, each once, default values"
                                + " left out and varints shortest"));
    }

    /** Path of an unknown field at any depth, such as {@code TxBody.messages #7}. */
    private static Optional<String> unknownField(Message message, String path) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            int number = message.getUnknownFields().asMap().keySet().iterator().next();
            return Optional.of(path + " #" + number);
        }
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                Iterable<?> values =
                        field.getValue() instanceof Iterable<?> several ? several : List.of(field.getValue());
                for (Object value : values) {
                    Optional<String> deeper = unknownField(
                            (Message) value, path + "." + field.getKey().getName());
                    if (deeper.isPresent()) {
                        return deeper;
                    }
                }
            }
        }
        return Optional.empty();
    }
}
