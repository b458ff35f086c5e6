package network.millrace.client.sdl;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Go writes it, without white space, in two forms. The canonical one is hashed: keys sorted and {@code < > &} as
 * \\u escapes. The plain one keeps the fields in their order and is for reading. Values are {@link JsonObject}s, lists,
 * strings, whole numbers, booleans and null.
 */
final class GoJson {
    private static final HexFormat HEX = HexFormat.of();
    /** What is never escaped, of ASCII. */
    private static final BitSet PLAIN = new BitSet();

    static {
        PLAIN.set(' ', 0x7F);
        "\"\\<>&".chars().forEach(PLAIN::clear);
    }

    private final boolean canonical;
    private final StringBuilder text = new StringBuilder();

    private GoJson(boolean canonical) {
        this.canonical = canonical;
    }

    static byte[] canonical(Object value) {
        GoJson json = new GoJson(true);
        json.append(value);
        return json.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String plain(Object value) {
        GoJson json = new GoJson(false);
        json.append(value);
        return json.text.toString();
    }

    private void append(@Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case JsonObject object -> appendObject(canonical ? object.sorted() : object.fields());
            case List<?> list -> appendArray(list);
            case String string -> appendString(string);
            case Number number -> text.append(number.longValue());
            case Boolean bool -> text.append(bool.booleanValue());
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
    }

    private void appendObject(List<JsonObject.Field> fields) {
        text.append('{');
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            appendString(fields.get(i).name());
            text.append(':');
            append(fields.get(i).value());
        }
        text.append('}');
    }

    private void appendArray(List<?> list) {
        text.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            append(list.get(i));
        }
        text.append(']');
    }

    private void appendString(String string) {
        text.append('"');
        int plain = plainLength(string);
        text.append(string, 0, plain);
        for (int i = plain; i < string.length(); i++) {
            char character = string.charAt(i);
            switch (character) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\u2028', '\u2029' -> appendEscape(character);
                default -> appendPlain(character);
            }
        }
        text.append('"');
    }

    /** How far a text can be taken over as it is, which is mostly all of it. */
    private static int plainLength(String string) {
        int length = 0;
        while (length < string.length() && PLAIN.get(string.charAt(length))) {
            length++;
        }
        return length;
    }

    private void appendPlain(char character) {
        boolean html = character == '<' || character == '>' || character == '&';
        if (character < ' ' || (canonical && html)) {
            appendEscape(character);
        } else {
            text.append(character);
        }
    }

    private void appendEscape(char character) {
        text.append("\\u").append(HEX.toHexDigits((short) character));
    }
}
