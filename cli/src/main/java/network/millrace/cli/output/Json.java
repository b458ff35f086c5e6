package network.millrace.cli.output;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** Writes maps, collections, text, numbers and booleans as JSON on one line. */
public final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** JSON text that stands as it is, such as protobuf's own mapping of a message. */
    public record Raw(String json) {}

    /**
     * The value on one line.
     *
     * @throws IllegalArgumentException when a value is none of the kinds above
     */
    public static String write(Object value) {
        Json json = new Json();
        json.value(value);
        return json.text.toString();
    }

    private void value(Object value) {
        switch (value) {
            case Raw raw -> text.append(raw.json);
            case Map<?, ?> map -> object(map);
            case Collection<?> items -> array(items);
            case Double number when !Double.isFinite(number) -> text.append("null");
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            case CharSequence characters -> string(characters);
            case Enum<?> constant -> string(constant.name());
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private void object(Map<?, ?> map) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            string(String.valueOf(entry.getKey()));
            text.append(':');
            value(entry.getValue());
            separator = ",";
        }
        text.append('}');
    }

    private void array(Collection<?> items) {
        text.append('[');
        for (Iterator<?> rest = items.iterator(); rest.hasNext(); ) {
            value(rest.next());
            text.append(rest.hasNext() ? "," : "");
        }
        text.append(']');
    }

    private void string(CharSequence characters) {
        text.append('"');
        characters.chars().forEach(this::character);
        text.append('"');
    }

    private void character(int character) {
        switch (character) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default ->
                text.append(character < ' ' ? String.format("\\u%04x", character) : Character.toString(character));
        }
    }
}
