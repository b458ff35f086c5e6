package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.millrace.client.sdl.YamlValue.Pair;
import network.millrace.client.sdl.yaml.YamlNode;
import network.millrace.client.sdl.yaml.YamlNode.Entry;
import network.millrace.client.sdl.yaml.YamlNode.Mapping;
import network.millrace.client.sdl.yaml.YamlNode.Scalar;
import network.millrace.client.sdl.yaml.YamlNode.Sequence;
import network.millrace.client.sdl.yaml.YamlReader;
import network.millrace.client.sdl.yaml.YamlScalars;
import network.millrace.protocol.MalformedException;

/** Collects the entries of a mapping and of those that are merged into it (&lt;&lt;). What stands in it itself wins. */
final class Merge {
    private static final String KEY = "<<";
    private static final String TAG = "!!merge";

    private final YamlValue at;
    private final Map<String, YamlValue> entries = new LinkedHashMap<>();
    /** Mappings that are being merged, the outermost first: one inside itself would never end. */
    private final List<Mapping> open = new ArrayList<>();

    Merge(YamlValue at) {
        this.at = at;
    }

    Map<String, YamlValue> entries(Mapping mapping) {
        add(mapping);
        return entries;
    }

    @SuppressWarnings(
            "ReferenceEquality") // Nodes are equal when they say the same; here it matters which of them it is.
    private void add(Mapping mapping) {
        for (Mapping outer : open) {
            if (outer == mapping) {
                at.problem("a mapping is merged into itself");
                return;
            }
        }
        if (open.size() >= YamlReader.DEPTH_MAX) {
            throw at.lastProblem(
                    "mappings are more than " + YamlReader.DEPTH_MAX + " deep merged into each other", "merge fewer");
        }
        List<YamlNode> merged = new ArrayList<>(0);
        Set<String> own = open.isEmpty() ? entries.keySet() : new HashSet<>();
        open.add(mapping);
        for (Entry entry : mapping.entries()) {
            YamlNode key = entry.key() instanceof YamlNode.Alias alias ? alias.target() : entry.key();
            at.countValue();
            if (key instanceof Scalar scalar) {
                addOwn(scalar, entry, own, merged);
            } else {
                at.pair("", entry.key(), entry.value()).key().problem("expected a name before the colon");
            }
        }
        merged.forEach(this::merge);
        open.removeLast();
    }

    /** @param own the names of this mapping so far; those of the outermost are all that there are */
    private void addOwn(Scalar key, Entry entry, Set<String> own, List<YamlNode> merged) {
        Pair pair = at.pair(key.text(), key, entry.value());
        boolean isMerge = isMerge(key);
        boolean twice = isMerge ? !merged.isEmpty() : own.contains(key.text());
        if (twice) {
            pair.key().problem(MalformedException.quote(key.text()) + " stands here twice", "take one of them out");
        }
        if (isMerge) {
            merged.add(entry.value());
        } else if (YamlScalars.isNull(key)) {
            pair.key().accident(Accident.KEY_EMPTY, "there is no name before the colon", "");
        } else {
            entries.putIfAbsent(key.text(), pair.value());
            if (open.size() > 1) {
                own.add(key.text());
            }
        }
    }

    private static boolean isMerge(Scalar key) {
        return key.text().equals(KEY)
                && (key.tag().equals(TAG) || (key.plain() && key.tag().isEmpty()));
    }

    /** A mapping or a list of them, of which the first wins. */
    private void merge(YamlNode source) {
        if (mapping(source) instanceof Mapping mapping) {
            add(mapping);
        } else if (source instanceof Sequence sequence) {
            for (YamlNode element : sequence.elements()) {
                if (mapping(element) instanceof Mapping mapping) {
                    add(mapping);
                } else {
                    notMapping(element);
                }
            }
        } else {
            notMapping(source);
        }
    }

    private static YamlNode mapping(YamlNode node) {
        return node instanceof YamlNode.Alias alias ? alias.target() : node;
    }

    private void notMapping(YamlNode node) {
        at.pair(KEY, node, node).value().problem("expected a mapping to merge, or a list of mappings");
    }
}
