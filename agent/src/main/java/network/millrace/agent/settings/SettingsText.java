package network.millrace.agent.settings;

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
final class SettingsText {

    /** A value as text, of a list its items with commas between them. */
    record Value(String text, int line) {}

    private final String source;
    private final Map<String, Value> values = new LinkedHashMap<>();

    private SettingsText(String source) {
        this.source = source;
    }

    /** @throws SettingsException when the text is no YAML of two levels */
    static Map<String, Value> read(String text, String source) {
        SettingsText settings = new SettingsText(source);
        settings.compose(text).ifPresent(root -> settings.section("", root));
        return settings.values;
    }

    private Optional<Node> compose(String text) {
        try {
            return new Compose(LoadSettings.builder().setLabel(source).build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(mark -> " line " + (mark.getLine() + 1) + " column " + (mark.getColumn() + 1))
                    .orElse("");
            throw new SettingsException(source + place + ": " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new SettingsException(source + ": " + e.getMessage(), e);
        }
    }

    private void section(String prefix, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw new SettingsException(source + " line " + line(node) + ": expected lines of \"name: value\""
                    + (prefix.isEmpty() ? "" : " under " + prefix.substring(0, prefix.length() - 1)));
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = prefix + scalar(tuple.getKeyNode());
            if (prefix.isEmpty()) {
                section(key + ".", tuple.getValueNode());
            } else {
                values.put(key, new Value(text(tuple.getValueNode()), line(tuple.getKeyNode())));
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
        throw new SettingsException(source + " line " + line(node) + ": expected a plain value");
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
