package network.millrace.ledger.state;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Turns a value into its one encoding and back. Values must be immutable, because the overlay hands the same object to
 * every reader.
 */
public interface ValueCodec<V> {
    byte[] encode(V value);

    /** Throws {@link IllegalStateException} when the bytes are not an encoding of a value: the store is damaged. */
    V decode(byte[] bytes);

    /** Messages of one type, map fields in the order of their keys. */
    static <M extends Message> ValueCodec<M> of(M prototype) {
        return new MessageCodec<>(prototype);
    }

    /** The encoding of a message that every node agrees on: map fields in the order of their keys. */
    static byte[] deterministic(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to an array of the right size cannot fail", e);
        }
        return bytes;
    }

    /** See {@link #of}. */
    final class MessageCodec<M extends Message> implements ValueCodec<M> {
        private final M prototype;

        MessageCodec(M prototype) {
            this.prototype = prototype;
        }

        @Override
        public byte[] encode(M value) {
            return deterministic(value);
        }

        @Override
        @SuppressWarnings("unchecked") // getParserForType of a generated message parses that very type
        public M decode(byte[] bytes) {
            try {
                return ((Parser<M>) prototype.getParserForType()).parseFrom(bytes);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(
                        String.format(
                                Locale.ROOT,
                                "state is damaged: expected a %s, came %d bytes that are none",
                                prototype.getDescriptorForType().getFullName(),
                                bytes.length),
                        e);
            }
        }
    }
}
