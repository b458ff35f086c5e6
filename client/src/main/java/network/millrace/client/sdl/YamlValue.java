package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.millrace.protocol.MalformedException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A YAML node with its place in the document. Reading it as something it is not adds a problem and gives an empty value, so
 * that reading goes on and finds the next problem too.
 */
final class YamlValue {
    private static final int ALIASES_MAX = 200;
    private static final String MERGE = "<<";

    private final Node node;
    private final String path;
    private final Problems problems;

    private YamlValue(Node node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    /** The first document of a text; empty when it has none or is no YAML, which is then among the problems. */
    static Optional<YamlValue> parse(String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(ALIASES_MAX)
                .setCodePointLimit(Sdl.DOCUMENT_CHARS_MAX)
                .build();
        try {
            // Only the first document of a stream is read, as Akash does.
            for (Node node : new Compose(settings).composeAllFromString(text)) {
                return Optional.of(new YamlValue(node, "", problems));
            }
            problems.add("the document is empty", "begin with version: \"2.0\"");
        } catch (MarkedYamlEngineException syntax) {
            Mark mark = syntax.getProblemMark().orElse(null);
            String problem = "this is no YAML: " + syntax.getProblem();
            problems.add(new SdlProblem(
                    mark == null ? 0 : mark.getLine() + 1, mark == null ? 0 : mark.getColumn() + 1, "", problem, ""));
        } catch (YamlEngineException unreadable) {
            problems.add("this is no YAML: " + unreadable.getMessage(), "");
        } catch (StackOverflowError tooDeep) {
            // The library descends by recursion and has no limit for it.
            problems.add("lists and mappings are nested too deeply in each other", "");
        }
        return Optional.empty();
    }

    String path() {
        return path;
    }

    boolean isNull() {
        return node instanceof ScalarNode scalar && scalar.isPlain() && YamlScalars.isNull(scalar.getValue());
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isSequence() {
        return node instanceof SequenceNode;
    }

    void problem(String message) {
        problem(message, "");
    }

    void problem(String message, String hint) {
        problems.add(at(message, hint));
    }

    void remark(String message, String hint) {
        problems.remark(at(message, hint));
    }

    SdlProblem at(String message, String hint) {
        Optional<Mark> mark = node.getStartMark();
        return new SdlProblem(
                mark.map(Mark::getLine).orElse(-1) + 1,
                mark.map(Mark::getColumn).orElse(-1) + 1,
                path,
                message,
                hint);
    }

    /** Entries in the order of the document, merge keys (&lt;&lt;) resolved; empty for null. */
    Map<String, YamlValue> fields() {
        Map<String, YamlValue> fields = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            addFields(mapping, fields, new HashSet<>());
        } else if (!isNull()) {
            problem("expected a mapping of names to values, came " + kind());
        }
        return fields;
    }

    /**
     * @param seen what has been taken in already: a second time it adds nothing, but aliases of aliases could make it come
     *     a billion times, or for ever
     */
    private void addFields(MappingNode mapping, Map<String, YamlValue> fields, Set<Node> seen) {
        if (!seen.add(mapping)) {
            return;
        }
        List<Node> merged = new ArrayList<>();
        Map<String, YamlValue> own = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                new YamlValue(tuple.getKeyNode(), path, problems).problem("expected a name before the colon");
            } else if (key.isPlain() && key.getValue().equals(MERGE)) {
                merged.add(tuple.getValueNode());
            } else {
                YamlValue before = own.put(key.getValue(), child(tuple.getValueNode(), key.getValue()));
                if (before != null) {
                    new YamlValue(key, path, problems)
                            .problem(MalformedException.quote(key.getValue()) + " stands here twice");
                }
            }
        }
        own.forEach(fields::putIfAbsent);
        merged.forEach(source -> merge(source, fields, seen));
    }

    /** What stands in the mapping itself wins over what is merged into it. */
    private void merge(Node source, Map<String, YamlValue> fields, Set<Node> seen) {
        if (source instanceof MappingNode mapping) {
            addFields(mapping, fields, seen);
        } else if (source instanceof SequenceNode sequence) {
            if (seen.add(sequence)) {
                sequence.getValue().forEach(element -> merge(element, fields, seen));
            }
        } else {
            problem("expected a mapping to merge");
        }
    }

    private YamlValue child(Node value, String name) {
        return new YamlValue(value, path.isEmpty() ? name : path + "." + name, problems);
    }

    /** Elements in order; empty for null. */
    List<YamlValue> elements() {
        if (node instanceof SequenceNode sequence) {
            List<YamlValue> elements = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                elements.add(new YamlValue(element, path + "[" + elements.size() + "]", problems));
            }
            return elements;
        }
        if (!isNull()) {
            problem("expected a list, came " + kind());
        }
        return List.of();
    }

    /** The scalar as it is written; "" for null. */
    String text() {
        if (node instanceof ScalarNode scalar) {
            return isNull() ? "" : scalar.getValue();
        }
        problem("expected a text or number, came " + kind());
        return "";
    }

    /** A list of texts. */
    List<String> texts() {
        return elements().stream().map(YamlValue::text).toList();
    }

    /** A whole number from 0 to the limit; 0 for null. */
    long unsigned(long limit) {
        if (isNull()) {
            return 0;
        }
        OptionalLong number = node instanceof ScalarNode scalar && scalar.isPlain()
                ? YamlScalars.unsigned(scalar.getValue(), limit)
                : OptionalLong.empty();
        if (number.isEmpty()) {
            problem("expected a whole number from 0 to " + limit + " without quotes, came " + shown());
        }
        return number.orElse(0);
    }

    /** A truth value; false for null. */
    boolean bool() {
        return switch (text()) {
            case "true", "True", "TRUE", "yes", "y", "Y", "on" -> true;
            case "false", "False", "FALSE", "no", "n", "N", "off", "" -> false;
            default -> {
                problem("expected true or false, came " + shown());
                yield false;
            }
        };
    }

    /** The value for a message. */
    String shown() {
        return node instanceof ScalarNode scalar ? MalformedException.quote(scalar.getValue()) : kind();
    }

    private String kind() {
        return switch (node) {
            case MappingNode mapping -> "a mapping";
            case SequenceNode sequence -> "a list";
            default -> shown();
        };
    }
}
