package network.millrace.node.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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

/** Reads two levels of YAML, section and name, into texts that know their line. */
final class ConfigText {
    private final String source;
    private final Map<String, Value> values = new LinkedHashMap<>();

    private ConfigText(String source) {
        this.source = source;
    }

    /** A value's text; of a list, its items with commas between them. */
    record Value(String text, int line) {}

    static Map<String, Value> read(String text, String source) {
        ConfigText config = new ConfigText(source);
        config.compose(text).ifPresent(root -> config.section("", root));
        return config.values;
    }

    private Optional<Node> compose(String text) {
        try {
            return new Compose(LoadSettings.builder().setLabel(source).build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(mark -> " line " + (mark.getLine() + 1) + " column " + (mark.getColumn() + 1))
                    .orElse("");
            throw new ConfigException(source + place + ": " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new ConfigException(source + ": " + e.getMessage(), e);
        }
    }

    private void section(String prefix, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw new ConfigException(source + " line " + line(node) + ": expected lines of \"name: value\""
                    + (prefix.isEmpty() ? "" : " under " + prefix.substring(0, prefix.length() - 1)));
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = prefix + scalar(tuple.getKeyNode());
            Node value = tuple.getValueNode();
            if (prefix.isEmpty()) {
                section(key + ".", value);
            } else if (values.put(key, new Value(text(value), line(tuple.getKeyNode()))) != null) {
                throw new ConfigException(source + " line " + line(tuple.getKeyNode()) + ": " + key + " is set twice");
            }
        }
    }

    private String text(Node node) {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(this::scalar).collect(Collectors.joining(","))
                : scalar(node);
    }

    private String scalar(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new ConfigException(source + " line " + line(node) + ": expected a plain value");
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
