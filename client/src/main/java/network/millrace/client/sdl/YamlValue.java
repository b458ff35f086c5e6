package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.millrace.client.sdl.yaml.Resolved;
import network.millrace.client.sdl.yaml.YamlNode;
import network.millrace.client.sdl.yaml.YamlScalars;
import network.millrace.protocol.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * A value of the document with its place. Reading it as something it is not adds a problem and gives an empty value, so
 * that reading goes on and finds the next problem too. What counts as what follows Go's YAML library.
 */
final class YamlValue {
    /** Stands for a number that could not be read; that is among the problems already. */
    static final long UNREAD = -1;

    private static final double UNSIGNED_LIMIT = 0x1p32;
    private static final long UNSIGNED_MAX = (1L << 32) - 1;
    /** Characters of a name in a path. */
    private static final int NAME_SHOWN = 80;

    /** Never an alias. */
    private final YamlNode node;

    private final @Nullable YamlValue parentOrNull;
    private final String name;
    /** What stands before the colon; null for elements and the root. */
    private final @Nullable YamlNode keyOrNull;

    private final Problems problems;

    private YamlValue(
            YamlNode node,
            @Nullable YamlValue parentOrNull,
            String name,
            @Nullable YamlNode keyOrNull,
            Problems problems) {
        this.node = node instanceof YamlNode.Alias alias ? alias.target() : node;
        this.parentOrNull = parentOrNull;
        this.name = name;
        this.keyOrNull = keyOrNull;
        this.problems = problems;
    }

    static YamlValue root(YamlNode node, Problems problems) {
        return new YamlValue(node, null, "", null, problems);
    }

    private YamlValue child(YamlNode value, String step) {
        return new YamlValue(value, this, step, null, problems);
    }

    /** The name of this value, for problems that are about the name; this itself when it has none. */
    YamlValue key() {
        return keyOrNull == null ? this : new YamlValue(keyOrNull, parentOrNull, name, null, problems);
    }

    /** What this is a part of; this itself when it is the whole. */
    YamlValue parent() {
        return parentOrNull == null ? this : parentOrNull;
    }

    /** Where it stands: {@code services.web.expose[0]}. Only problems need it, so it is not kept. */
    String path() {
        StringBuilder path = new StringBuilder();
        appendPath(path);
        return path.toString();
    }

    private void appendPath(StringBuilder path) {
        if (parentOrNull == null) {
            return;
        }
        parentOrNull.appendPath(path);
        if (!path.isEmpty() && !name.startsWith("[")) {
            path.append('.');
        }
        int length = Math.min(name.length(), NAME_SHOWN);
        for (int i = 0; i < length; i++) {
            path.append(Character.isISOControl(name.charAt(i)) ? '\uFFFD' : name.charAt(i));
        }
        path.append(length < name.length() ? "…" : "");
    }

    boolean isNull() {
        return node instanceof YamlNode.Scalar scalar && YamlScalars.isNull(scalar);
    }

    boolean isMapping() {
        return node instanceof YamlNode.Mapping;
    }

    boolean isSequence() {
        return node instanceof YamlNode.Sequence;
    }

    void problem(String message) {
        problem(message, "");
    }

    void problem(String message, String hint) {
        problems.add(at(message, hint));
    }

    /** A problem after which it is no use to look for others: {@code throw lastProblem(…)}. */
    Problems.Enough lastProblem(String message, String hint) {
        return problems.last(at(message, hint));
    }

    void remark(String message, String hint) {
        problems.remark(() -> at(message, hint));
    }

    void accident(Accident accident, String message, String hint) {
        problems.accident(() -> at(message + "; " + accident.sentence(), hint));
    }

    /** A hint for a name that does not exist. */
    String suggestion(String name, Collection<String> known) {
        return problems.mayGuess() ? Suggestion.hint(name, known) : "";
    }

    SdlProblem at(String message, String hint) {
        return new SdlProblem(node.line(), node.column(), path(), message, hint);
    }

    /** The value under names that are fixed; other names are dropped by Akash. */
    Fields fields(Set<String> known) {
        return new Fields(this, known, entries());
    }

    /** Values by name, where names are free, in the order of the document. Merged ones (&lt;&lt;) come last. */
    Map<String, YamlValue> entries() {
        if (node instanceof YamlNode.Mapping mapping) {
            return new Merge(this).entries(mapping);
        }
        if (!isNull()) {
            problem("expected a mapping of names to values, came " + kind());
        }
        return Map.of();
    }

    /** A name that stands before a colon, and the value behind it. */
    record Pair(String name, YamlValue value) {
        YamlValue key() {
            return value.key();
        }
    }

    /**
     * Where Akash walks over the children of a node by itself it does not see whether that is a mapping at all, nor whether
     * a name repeats, and merges nothing. Empty for null.
     */
    List<Pair> pairs() {
        Pairs pairs = new Pairs();
        switch (node) {
            case YamlNode.Mapping mapping -> mapping.entries().forEach(entry -> pairs.add(entry.key(), entry.value()));
            case YamlNode.Sequence sequence -> addPairs(pairs, sequence.elements());
            case YamlNode.Scalar scalar when isNull() -> {}
            case YamlNode.Scalar scalar -> ignored();
            case YamlNode.Alias alias -> throw new IllegalStateException("aliases are followed at once");
        }
        return pairs.read;
    }

    private void addPairs(Pairs pairs, List<YamlNode> elements) {
        if (elements.size() % 2 != 0) {
            problem("expected a mapping of names to values, came " + kind());
            return;
        }
        ignored();
        for (int i = 0; i < elements.size(); i += 2) {
            pairs.add(elements.get(i), elements.get(i + 1));
        }
    }

    private void ignored() {
        accident(Accident.NOT_A_MAPPING, "expected a mapping of names to values, came " + kind(), "");
    }

    /** Those that were read so far, and their names, since a stranger may send as many as there may be values. */
    private final class Pairs {
        private final List<Pair> read = new ArrayList<>();
        private final Set<String> names = new HashSet<>();

        void add(YamlNode key, YamlNode value) {
            String written =
                    switch (key) {
                        case YamlNode.Scalar scalar -> scalar.text();
                        case YamlNode.Alias alias -> alias.name();
                        case YamlNode other -> "";
                    };
            if (names.contains(written)) {
                child(key, written)
                        .accident(Accident.KEY_TWICE, MalformedException.quote(written) + " stands here twice", "");
            }
            problems.countValue();
            read.add(pair(written, key, value));
            names.add(written);
        }
    }

    /** The entry of a mapping, for {@link Merge}. */
    Pair pair(String written, YamlNode key, YamlNode value) {
        return new Pair(written, new YamlValue(value, this, written, key, problems));
    }

    /** Another value is read, for {@link Merge}. */
    void countValue() {
        problems.countValue();
    }

    /** Elements in order; empty for null. Akash drops empty elements. */
    List<YamlValue> elements() {
        List<YamlValue> elements = new ArrayList<>();
        for (YamlValue element : allElements()) {
            if (element.isNull()) {
                element.accident(Accident.ELEMENT_EMPTY, "this element of the list is empty", "take it out");
            } else {
                elements.add(element);
            }
        }
        return elements;
    }

    /** With the empty ones. */
    List<YamlValue> allElements() {
        if (node instanceof YamlNode.Sequence sequence) {
            List<YamlValue> elements = new ArrayList<>();
            for (YamlNode element : sequence.elements()) {
                problems.countValue();
                elements.add(child(element, "[" + elements.size() + "]"));
            }
            return elements;
        }
        if (!isNull()) {
            problem("expected a list, came " + kind(), node instanceof YamlNode.Scalar ? "write - in front of it" : "");
        }
        return List.of();
    }

    /** The scalar as it is written; "" for null. */
    String text() {
        if (isNull()) {
            return "";
        }
        Optional<String> text = node instanceof YamlNode.Scalar scalar ? YamlScalars.text(scalar) : Optional.empty();
        if (text.isEmpty()) {
            problem("expected a text or number, came " + kind());
        }
        return text.orElse("");
    }

    /** What is written, without asking what it is: "" for everything but scalars. */
    String raw() {
        return node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    }

    /** A list of texts. */
    List<String> texts() {
        return elements().stream().map(YamlValue::text).toList();
    }

    /** A whole number that fits into 32 bits; 0 for null, {@link #UNREAD} when it is none. */
    long unsigned() {
        if (isNull()) {
            return 0;
        }
        Resolved resolved =
                node instanceof YamlNode.Scalar scalar ? YamlScalars.resolve(scalar) : new Resolved.Contradictory();
        return switch (resolved) {
            case Resolved.Whole whole when whole.value() >= 0 && whole.value() <= UNSIGNED_MAX -> unsigned(whole);
            case Resolved.Fractional number
            when number.value() > -1 && number.value() < UNSIGNED_LIMIT -> unsigned(number.value());
            case Resolved other -> {
                boolean quoted =
                        other instanceof Resolved.Text text && text.value().matches("[0-9]+");
                problem(
                        "expected a whole number from 0 to " + UNSIGNED_MAX + ", came " + shown(),
                        quoted ? "write it without quotes" : "");
                yield UNREAD;
            }
        };
    }

    private long unsigned(Resolved.Whole whole) {
        if (whole.octal() && !raw().replaceFirst("^[+]?0+", "").equals(Long.toString(whole.value()))) {
            accident(Accident.NUMBER_OCTAL, shown() + " is " + whole.value(), "leave the leading zero out");
        }
        return whole.value();
    }

    private long unsigned(double number) {
        long whole = (long) number;
        if (whole != number) {
            accident(
                    Accident.FRACTION_CUT,
                    "expected a whole number, came " + shown() + ", which becomes " + whole,
                    "write " + whole);
        }
        return whole;
    }

    /** A truth value; false for null. */
    boolean bool() {
        if (isNull()) {
            return false;
        }
        Optional<Boolean> bool = node instanceof YamlNode.Scalar scalar ? YamlScalars.bool(scalar) : Optional.empty();
        if (bool.isEmpty()) {
            boolean quoted = raw().equals("true") || raw().equals("false");
            String meant = Suggestion.nearest(raw(), List.of("true", "false"))
                    .map(near -> "did you mean " + near + "?")
                    .orElse("");
            problem("expected true or false, came " + shown(), quoted ? "write it without quotes" : meant);
        }
        return bool.orElse(false);
    }

    /** The value for a message. */
    String shown() {
        return node instanceof YamlNode.Scalar scalar ? MalformedException.quote(scalar.text()) : kind();
    }

    private String kind() {
        return switch (node) {
            case YamlNode.Mapping mapping -> "a mapping";
            case YamlNode.Sequence sequence -> "a list";
            case YamlNode other -> shown();
        };
    }
}
