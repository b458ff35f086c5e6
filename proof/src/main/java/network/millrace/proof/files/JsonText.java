package network.millrace.proof.files;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;

/**
 * Reads the JSON that a safetensors header and a data manifest consist of: objects, arrays, strings and whole numbers. Everything else is refused,
 * and so are keys that come twice.
 */
public final class JsonText {
    private static final int DEPTH_MAX = 8;
    private static final int DIGITS_MAX = 18;

    private final String text;
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /** A value: a {@link NavigableMap} by name, a {@link List}, a {@link String} or a {@link Long}. */
    public static Object read(String text) {
        JsonText json = new JsonText(text);
        Object value = json.value();
        json.skipBlanks();
        if (json.at < text.length()) {
            throw json.expected("the end");
        }
        return value;
    }

    private Object value() {
        skipBlanks();
        depth++;
        if (depth > DEPTH_MAX) {
            throw RefusedException.overLimit("nesting of the JSON header", depth, DEPTH_MAX);
        }
        Object value =
                switch (peek()) {
                    case '{' -> object();
                    case '[' -> array();
                    case '"' -> string();
                    default -> number();
                };
        depth--;
        return value;
    }

    private NavigableMap<String, Object> object() {
        NavigableMap<String, Object> object = new TreeMap<>();
        at++;
        skipBlanks();
        if (taken('}')) {
            return object;
        }
        do {
            skipBlanks();
            String name = string();
            skipBlanks();
            take(':');
            if (object.put(name, value()) != null) {
                throw RefusedException.malformed("the JSON header names " + name + " twice");
            }
            skipBlanks();
        } while (taken(','));
        take('}');
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        at++;
        skipBlanks();
        if (taken(']')) {
            return array;
        }
        do {
            array.add(value());
            skipBlanks();
        } while (taken(','));
        take(']');
        return array;
    }

    private String string() {
        take('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char character = peek();
            if (character < ' ') {
                throw expected("no control character");
            }
            at++;
            string.append(character == '\\' ? escaped() : character);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw expected("an escape that JSON knows");
        };
    }

    private char unicode() {
        if (text.length() - at < 4 || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw expected("four hexadecimal digits");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private Long number() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean leadingZero = at - from > 1 && text.charAt(from) == '0';
        if (at == from || at - from > DIGITS_MAX || leadingZero) {
            throw expected("a whole number, a string, an array or an object");
        }
        return Long.parseLong(text.substring(from, at));
    }

    private char peek() {
        if (at >= text.length()) {
            throw expected("more");
        }
        return text.charAt(at);
    }

    private boolean taken(char wanted) {
        boolean isThere = peek() == wanted;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void take(char wanted) {
        if (!taken(wanted)) {
            throw expected("'" + wanted + "'");
        }
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private RefusedException expected(String what) {
        return RefusedException.malformed("the JSON header is not valid: " + what + " was expected at character " + at);
    }

    /** A text as a JSON string. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (character < ' ') {
                        quoted.append("\\u00")
                                .append(Character.forDigit(character >> 4, 16))
                                .append(Character.forDigit(character & 15, 16));
                    } else {
                        quoted.append(character);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
