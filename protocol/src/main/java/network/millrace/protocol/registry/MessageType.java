package network.millrace.protocol.registry;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Internal;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.options.v1.Options;
import org.jspecify.annotations.Nullable;

/**
 * One message type: its type URL, the generated class and who must sign a transaction that holds it. The generated class
 * is loaded at first use, so that a short command does not load them all.
 */
public final class MessageType {
    private final Descriptor descriptor;
    private final String typeUrl;
    private final @Nullable FieldDescriptor signerField;
    private volatile @Nullable Generated generated;

    MessageType(Descriptor descriptor) {
        this.descriptor = descriptor;
        this.typeUrl = MessageTypes.typeUrl(descriptor);
        this.signerField = signerField(descriptor);
    }

    /** The generated class and the parser that leaves unknown fields out. */
    private record Generated(Message prototype, Parser<? extends Message> knownFieldsParser) {}

    /** The type URL: a slash and the full name. */
    public String typeUrl() {
        return typeUrl;
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    /** The generated class's default instance. */
    public Message prototype() {
        return generated().prototype();
    }

    /** Whether it may stand in a transaction: it names the field of its signer. */
    public boolean isTransactionMessage() {
        return signerField != null;
    }

    /**
     * Who must sign for this message.
     *
     * @throws MalformedException when the field does not hold an address
     * @throws IllegalStateException when the type is no transaction message
     */
    public Address signer(Message message) {
        FieldDescriptor field = signerField;
        if (field == null) {
            throw new IllegalStateException(typeUrl + " has no signer: it cannot stand in a transaction");
        }
        return Address.parse((String) message.getField(field));
    }

    /**
     * Reads a value of this type.
     *
     * @throws InvalidProtocolBufferException when the bytes are not one
     */
    public Message parse(ByteString bytes) throws InvalidProtocolBufferException {
        return prototype().getParserForType().parseFrom(bytes);
    }

    /**
     * Reads a value of this type and leaves out every field the type does not know, at every level.
     *
     * @throws InvalidProtocolBufferException when the bytes are not one
     */
    public Message parseKnownFields(ByteString bytes) throws InvalidProtocolBufferException {
        return generated().knownFieldsParser().parseFrom(bytes);
    }

    private Generated generated() {
        Generated loaded = generated;
        if (loaded == null) {
            Message prototype = Internal.getDefaultInstance(generatedClass());
            loaded = new Generated(prototype, DiscardUnknownFieldsParser.wrap(prototype.getParserForType()));
            generated = loaded;
        }
        return loaded;
    }

    private Class<? extends Message> generatedClass() {
        String name = descriptor.getName();
        for (Descriptor outer = descriptor.getContainingType(); outer != null; outer = outer.getContainingType()) {
            name = outer.getName() + "$" + name;
        }
        String className = descriptor.getFile().getOptions().getJavaPackage() + "." + name;
        try {
            return Class.forName(className).asSubclass(Message.class);
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(className + " is declared in the contract but not generated", missing);
        }
    }

    private static @Nullable FieldDescriptor signerField(Descriptor descriptor) {
        if (!descriptor.getOptions().hasExtension(Options.signer)) {
            return null;
        }
        String name = descriptor.getOptions().getExtension(Options.signer);
        FieldDescriptor field = descriptor.findFieldByName(name);
        if (field == null || field.getType() != FieldDescriptor.Type.STRING || field.isRepeated()) {
            throw new IllegalStateException(
                    descriptor.getFullName() + " names " + name + " as its signer, which is not a string field of it");
        }
        return field;
    }

    @Override
    public String toString() {
        return typeUrl;
    }
}
