package network.millrace.protocol.registry;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import network.millrace.protocol.MalformedException;

/**
 * Messages as JSON: protobuf's own mapping with the field names of the .proto files. Bytes are base64, 64-bit integers
 * strings, enums their names, {@code Any} an object with {@code @type}. Fields with default values are written too, so
 * that a reader need not know the defaults.
 */
public final class JsonMapping {
    private static final TypeRegistry TYPES = types();
    private static final JsonFormat.Printer INDENTED = JsonFormat.printer()
            .usingTypeRegistry(TYPES)
            .preservingProtoFieldNames()
            .alwaysPrintFieldsWithNoPresence();
    private static final JsonFormat.Printer ONE_LINE = INDENTED.omittingInsignificantWhitespace();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().usingTypeRegistry(TYPES);

    private JsonMapping() {}

    /** One line, for the wire. */
    public static String print(Message message) {
        return print(ONE_LINE, message);
    }

    /** Several lines, for people and for files they edit. */
    public static String printIndented(Message message) {
        return print(INDENTED, message);
    }

    /**
     * Reads a message. An unknown field is an error: it is more often a slip of the pen than a newer writer.
     *
     * @throws MalformedException when the text is not JSON or not of the type, saying where
     */
    public static <M extends Message> M parse(String json, M prototype) {
        Message.Builder builder = prototype.newBuilderForType();
        try {
            PARSER.merge(json, builder);
        } catch (InvalidProtocolBufferException | IllegalArgumentException invalid) {
            throw new MalformedException(
                    "this is not the JSON of a "
                            + prototype.getDescriptorForType().getFullName() + ": " + invalid.getMessage(),
                    invalid);
        }
        @SuppressWarnings("unchecked") // A prototype's builder builds the prototype's own class.
        M message = (M) builder.build();
        return message;
    }

    private static String print(JsonFormat.Printer printer, Message message) {
        try {
            return printer.print(message);
        } catch (InvalidProtocolBufferException unknownType) {
            throw new MalformedException(
                    "this message cannot be written as JSON: " + unknownType.getMessage(), unknownType);
        }
    }

    private static TypeRegistry types() {
        TypeRegistry.Builder types = TypeRegistry.newBuilder();
        MessageTypes.files().forEach(file -> types.add(file.getMessageTypes()));
        return types.build();
    }
}
