package network.millrace.client.sdl.yaml;

import java.util.List;

/** A part of a YAML document. Line and column are counted from 1, columns in code points. */
public sealed interface YamlNode {
    /** Tag of a node that has none written. */
    String NO_TAG = "";

    int line();

    int column();

    /** As it is written, such as {@code !!str}; {@link #NO_TAG} without one. */
    String tag();

    /**
     * A text or number.
     *
     * @param plain neither quoted nor a block
     */
    record Scalar(String text, boolean plain, String tag, int line, int column) implements YamlNode {}

    record Sequence(List<YamlNode> elements, String tag, int line, int column) implements YamlNode {
        /** Not the elements: a node may contain itself by an alias. */
        @Override
        public String toString() {
            return "a list of " + elements.size();
        }
    }

    /** Entries in the order of the document; nothing is merged, and keys may repeat. */
    record Mapping(List<Entry> entries, String tag, int line, int column) implements YamlNode {
        @Override
        public String toString() {
            return "a mapping of " + entries.size();
        }
    }

    record Entry(YamlNode key, YamlNode value) {}

    /** Stands for the node that was given the name before. */
    record Alias(String name, YamlNode target, int line, int column) implements YamlNode {
        @Override
        public String tag() {
            return NO_TAG;
        }

        @Override
        public String toString() {
            return "*" + name;
        }
    }
}
