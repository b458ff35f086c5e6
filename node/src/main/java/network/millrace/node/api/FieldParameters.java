package network.millrace.node.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.spelling.Spelling;

/**
 * Query parameters as the fields of a message: {@code id.owner=mill1…&page.limit=10}. A field within a message is named by its
 * path, a repeated field by several parameters; bytes are base64 in either alphabet.
 */
final class FieldParameters {
    private FieldParameters() {}

    static Message fill(Message prototype, Map<String, List<String>> parameters) {
        Message.Builder builder = prototype.newBuilderForType();
        parameters.forEach((path, values) -> set(builder, path, path, values));
        return builder.build();
    }

    private static void set(Message.Builder builder, String rest, String path, List<String> values) {
        int dot = rest.indexOf('.');
        String name = dot < 0 ? rest : rest.substring(0, dot);
        FieldDescriptor field = field(builder.getDescriptorForType(), name, path);
        boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (dot >= 0) {
            if (!isMessage || field.isRepeated()) {
                throw ApiException.badRequest(path + ": " + name + " has no fields that a parameter could set");
            }
            Message.Builder nested = builder.getFieldBuilder(field);
            set(nested, rest.substring(dot + 1), path, values);
        } else if (isMessage) {
            throw ApiException.badRequest(
                    path + " is a message: name one of its fields (" + path + ".…), or send the request as a POST");
        } else {
            setScalar(builder, field, path, values);
        }
    }

    private static void setScalar(Message.Builder builder, FieldDescriptor field, String path, List<String> values) {
        if (field.isRepeated()) {
            values.forEach(value -> builder.addRepeatedField(field, scalar(field, path, value)));
        } else if (values.size() == 1) {
            builder.setField(field, scalar(field, path, values.getFirst()));
        } else {
            throw ApiException.badRequest(path + " takes one value; there are " + values.size());
        }
    }

    private static FieldDescriptor field(Descriptor descriptor, String name, String path) {
        FieldDescriptor field = descriptor.findFieldByName(name);
        if (field == null) {
            List<String> names = descriptor.getFields().stream()
                    .map(FieldDescriptor::getName)
                    .toList();
            throw ApiException.badRequest(descriptor.getName() + " has no field for " + MalformedException.quote(path)
                    + (names.isEmpty() ? "; it has none at all." : Spelling.hint(name, names)));
        }
        return field;
    }

    private static Object scalar(FieldDescriptor field, String path, String text) {
        try {
            return switch (field.getJavaType()) {
                case STRING -> text;
                case INT -> isUnsigned(field) ? Integer.parseUnsignedInt(text) : Integer.parseInt(text);
                case LONG -> isUnsigned(field) ? Long.parseUnsignedLong(text) : Long.parseLong(text);
                case BOOLEAN -> truth(path, text);
                case BYTE_STRING -> bytes(text);
                case ENUM -> constant(field, path, text);
                case FLOAT -> Float.parseFloat(text);
                case DOUBLE -> Double.parseDouble(text);
                case MESSAGE -> throw new IllegalStateException(path + " is a message");
            };
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(
                    path + " is a number (" + typeOf(field) + "), not " + MalformedException.quote(text));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(path + " is base64, not " + MalformedException.quote(text));
        }
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        return typeOf(field).startsWith("uint") || typeOf(field).startsWith("fixed");
    }

    private static String typeOf(FieldDescriptor field) {
        return field.toProto().getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    }

    private static boolean truth(String path, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiException.badRequest(path + " is true or false, not " + MalformedException.quote(text));
        };
    }

    private static ByteString bytes(String text) {
        String standard = text.replace('-', '+').replace('_', '/').replace(' ', '+');
        return ByteString.copyFrom(Base64.getDecoder().decode(standard));
    }

    private static EnumValueDescriptor constant(FieldDescriptor field, String path, String text) {
        EnumValueDescriptor byName = field.getEnumType().findValueByName(text);
        if (byName != null) {
            return byName;
        }
        for (EnumValueDescriptor value : field.getEnumType().getValues()) {
            if (text.equals(String.valueOf(value.getNumber()))) {
                return value;
            }
        }
        List<String> names = field.getEnumType().getValues().stream()
                .map(EnumValueDescriptor::getName)
                .toList();
        throw ApiException.badRequest(
                path + " is one of " + String.join(", ", names) + ", not " + MalformedException.quote(text));
    }
}
