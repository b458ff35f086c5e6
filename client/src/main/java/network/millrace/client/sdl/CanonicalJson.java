package network.millrace.client.sdl;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the one form that is hashed: keys sorted, no white space, and Go's escapes, which write {@code < > &} and the
 * separators U+2028 and U+2029 as \\u escapes. Values are sorted maps, lists, strings, whole numbers, booleans and null.
 */
final class CanonicalJson {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text = new StringBuilder();

    private CanonicalJson() {}

    static byte[] write(Object value) {
        CanonicalJson json = new CanonicalJson();
        json.append(value);
        return json.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void append(@Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case SortedMap<?, ?> map -> appendObject(map);
            case List<?> list -> appendArray(list);
            case String string -> appendString(string);
            case Number number -> text.append(number.longValue());
            case Boolean bool -> text.append(bool.booleanValue());
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
    }

    private void appendObject(Map<?, ?> map) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            appendString((String) entry.getKey());
            text.append(':');
            append(entry.getValue());
            separator = ',';
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void appendArray(List<?> list) {
        char separator = '[';
        for (Object element : list) {
            text.append(separator);
            append(element);
            separator = ',';
        }
        text.append(list.isEmpty() ? "[]" : "]");
    }

    private void appendString(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char character = string.charAt(i);
            switch (character) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '<', '>', '&', '\u2028', '\u2029' -> appendEscape(character);
                default -> {
                    if (character < ' ') {
                        appendEscape(character);
                    } else {
                        text.append(character);
                    }
                }
            }
        }
        text.append('"');
    }

    private void appendEscape(char character) {
        text.append("\\u").append(HEX.toHexDigits((short) character));
    }
}
