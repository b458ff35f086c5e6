package network.millrace.client.compose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.millrace.client.compose.ComposeNote.Kind;
import network.millrace.client.sdl.yaml.YamlNode;
import network.millrace.client.sdl.yaml.YamlNode.Alias;
import network.millrace.client.sdl.yaml.YamlNode.Entry;
import network.millrace.client.sdl.yaml.YamlNode.Mapping;
import network.millrace.client.sdl.yaml.YamlNode.Scalar;
import network.millrace.client.sdl.yaml.YamlNode.Sequence;
import network.millrace.client.sdl.yaml.YamlScalars;
import network.millrace.protocol.MalformedException;

/**
 * A part of the file as the reader sees it. Reading it as something it is not adds a problem and gives an empty value, so that reading goes on and
 * finds the next problem too.
 */
final class Value {
    private static final String MERGE = "<<";
    private static final int MERGES_MAX = 50;
    private static final int KEY_CHARS_SHOWN = 60;

    /** Never an alias. */
    private final YamlNode node;

    private final String path;
    private final Reading reading;

    Value(YamlNode node, String path, Reading reading) {
        this.node = meant(node);
        this.path = path;
        this.reading = reading;
    }

    private static YamlNode meant(YamlNode node) {
        return node instanceof Alias alias ? alias.target() : node;
    }

    boolean isNull() {
        return node instanceof Scalar scalar && YamlScalars.isNull(scalar);
    }

    boolean isMapping() {
        return node instanceof Mapping;
    }

    boolean isSequence() {
        return node instanceof Sequence;
    }

    boolean isScalar() {
        return node instanceof Scalar && !isNull();
    }

    void problem(String message) {
        note(Kind.PROBLEM, message);
    }

    void leftOut(String message) {
        note(Kind.LEFT_OUT, message);
    }

    void changed(String message) {
        note(Kind.CHANGED, message);
    }

    private void note(Kind kind, String message) {
        reading.notes().add(new ComposeNote(kind, node.line(), node.column(), path, message));
    }

    /** Entries in the order of the file, merge keys (&lt;&lt;) resolved; empty for null. */
    Map<String, Value> fields() {
        Map<String, Value> fields = new LinkedHashMap<>();
        if (node instanceof Mapping mapping) {
            addFields(mapping, fields, 0);
        } else if (!isNull()) {
            problem("expected a mapping of names to values, came " + kind());
        }
        return fields;
    }

    /** What stands in the mapping itself wins over what is merged into it. */
    private void addFields(Mapping mapping, Map<String, Value> fields, int depth) {
        List<YamlNode> merged = new ArrayList<>();
        Set<String> own = new HashSet<>();
        for (Entry entry : mapping.entries()) {
            if (!reading.mayVisit()) {
                return;
            }
            if (!(meant(entry.key()) instanceof Scalar key)) {
                new Value(entry.key(), path, reading).problem("expected a name before the colon");
            } else if (key.plain() && key.text().equals(MERGE)) {
                merged.add(entry.value());
            } else if (!own.add(key.text())) {
                new Value(entry.key(), path, reading)
                        .problem(MalformedException.quote(key.text()) + " stands here twice");
            } else {
                fields.putIfAbsent(key.text(), child(key.text(), entry.value()));
            }
        }
        merged.forEach(source -> merge(source, fields, depth + 1));
    }

    private void merge(YamlNode source, Map<String, Value> fields, int depth) {
        if (depth > MERGES_MAX) {
            problem("mappings are merged into each other more than " + MERGES_MAX + " deep");
            return;
        }
        if (!reading.mayVisit()) {
            return;
        }
        switch (meant(source)) {
            case Mapping mapping -> addFields(mapping, fields, depth);
            case Sequence sequence -> sequence.elements().forEach(element -> merge(element, fields, depth + 1));
            case Scalar _, Alias _ -> problem("expected a mapping to merge");
        }
    }

    private Value child(String key, YamlNode value) {
        String shown = key.length() <= KEY_CHARS_SHOWN ? key : key.substring(0, KEY_CHARS_SHOWN) + "…";
        String name = shown.replaceAll("\\p{Cntrl}", "\uFFFD");
        return new Value(value, path.isEmpty() ? name : path + "." + name, reading);
    }

    /** Elements in order; empty for null. */
    List<Value> elements() {
        List<Value> elements = new ArrayList<>();
        if (node instanceof Sequence sequence) {
            for (YamlNode element : sequence.elements()) {
                if (reading.mayVisit()) {
                    elements.add(new Value(element, path + "[" + elements.size() + "]", reading));
                }
            }
        } else if (!isNull()) {
            problem("expected a list, came " + kind());
        }
        return elements;
    }

    /** The text, variables put in; "" for null. */
    String text() {
        if (node instanceof Scalar scalar) {
            return isNull() || !reading.mayVisit() ? "" : reading.expand(this, scalar.text());
        }
        problem("expected a text or number, came " + kind());
        return "";
    }

    /** A list of texts, or one text alone. */
    List<String> texts() {
        return isScalar()
                ? List.of(text())
                : elements().stream().map(Value::text).toList();
    }

    /** A truth value as compose writes it; false for null. */
    boolean bool() {
        return switch (text()) {
            case "true", "True", "TRUE", "yes", "y", "on" -> true;
            case "false", "False", "FALSE", "no", "n", "off", "" -> false;
            default -> {
                problem("expected true or false, came " + shown());
                yield false;
            }
        };
    }

    /** The value for a message. */
    String shown() {
        return node instanceof Scalar scalar ? MalformedException.quote(scalar.text()) : kind();
    }

    private String kind() {
        return switch (node) {
            case Mapping _ -> "a mapping";
            case Sequence _ -> "a list";
            case Scalar scalar -> MalformedException.quote(scalar.text());
            case Alias alias -> throw new IllegalStateException("aliases are followed at once");
        };
    }
}
