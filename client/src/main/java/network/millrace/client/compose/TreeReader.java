package network.millrace.client.compose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.client.compose.ComposeNode.Entry;
import network.millrace.client.compose.ComposeNode.Mapping;
import network.millrace.client.compose.ComposeNode.Scalar;
import network.millrace.client.compose.ComposeNode.Sequence;
import network.millrace.client.compose.ComposeNote.Kind;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML into a tree from the parser's events and not by its own composer, because that descends by recursion: here depth is a number that can be
 * limited. An alias is the node it names; since only finished nodes can be named, no node contains itself.
 */
final class TreeReader {
    static final int CHARS_MAX = 1 << 20;

    private static final int DEPTH_MAX = 50;

    private final Notes notes;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<Anchor, ComposeNode> anchors = new HashMap<>();
    private final List<ComposeNode> roots = new ArrayList<>();

    private TreeReader(Notes notes) {
        this.notes = notes;
    }

    /** A list or mapping whose end has not come yet. */
    private record Open(int line, int column, boolean mapping, List<ComposeNode> children, List<Anchor> anchors) {
        ComposeNode close() {
            if (!mapping) {
                return new Sequence(line, column, List.copyOf(children));
            }
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i + 1 < children.size(); i += 2) {
                if (children.get(i) instanceof Scalar key) {
                    entries.add(new Entry(key, children.get(i + 1)));
                }
            }
            return new Mapping(line, column, List.copyOf(entries));
        }

        boolean expectsKey() {
            return mapping && children.size() % 2 == 0;
        }
    }

    /** The first document of a text; empty when there is none, and the reason is then among the problems. */
    static Optional<ComposeNode> read(String text, Notes notes) {
        if (text.length() > CHARS_MAX) {
            notes.problem("a compose file has at most " + CHARS_MAX + " characters; this one has " + text.length());
            return Optional.empty();
        }
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(CHARS_MAX).build();
        TreeReader reader = new TreeReader(notes);
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                if (event instanceof DocumentEndEvent || !reader.take(event)) {
                    break;
                }
            }
        } catch (MarkedYamlEngineException syntax) {
            reader.problem(syntax.getProblemMark().orElse(null), "this is no YAML: " + syntax.getProblem());
        } catch (YamlEngineException unreadable) {
            notes.problem("this is no YAML: " + unreadable.getMessage());
        }
        if (reader.roots.isEmpty() && !notes.hasProblems()) {
            notes.problem("there is no compose file in this");
        }
        return reader.roots.stream().findFirst();
    }

    /** Whether reading may go on. */
    private boolean take(Event event) {
        Mark mark = event.getStartMark().orElse(null);
        int line = mark == null ? 0 : mark.getLine() + 1;
        int column = mark == null ? 0 : mark.getColumn() + 1;
        return switch (event) {
            case ScalarEvent scalar -> {
                add(remember(scalar, new Scalar(line, column, scalar.getValue(), scalar.isPlain())));
                yield true;
            }
            case MappingStartEvent start -> begin(start, line, column, true);
            case SequenceStartEvent start -> begin(start, line, column, false);
            case CollectionEndEvent _ -> {
                Open closed = open.pop();
                ComposeNode node = closed.close();
                closed.anchors.forEach(anchor -> anchors.put(anchor, node));
                add(node);
                yield true;
            }
            case AliasEvent alias -> addAlias(alias);
            default -> true;
        };
    }

    private boolean begin(NodeEvent event, int line, int column, boolean mapping) {
        if (!open.isEmpty() && open.element().expectsKey()) {
            problem(event.getStartMark().orElse(null), "expected a name before the colon");
            return false;
        }
        if (open.size() >= DEPTH_MAX) {
            problem(
                    event.getStartMark().orElse(null),
                    "lists and mappings are nested more than " + DEPTH_MAX + " deep");
            return false;
        }
        open.push(new Open(
                line,
                column,
                mapping,
                new ArrayList<>(),
                event.getAnchor().map(List::of).orElse(List.of())));
        return true;
    }

    private boolean addAlias(AliasEvent alias) {
        ComposeNode node = anchors.get(alias.getAlias());
        if (node == null) {
            problem(alias.getStartMark().orElse(null), "nothing before this is called " + alias.getAlias());
            return false;
        }
        if (!open.isEmpty() && open.element().expectsKey() && !(node instanceof Scalar)) {
            problem(alias.getStartMark().orElse(null), "expected a name before the colon");
            return false;
        }
        add(node);
        return true;
    }

    private ComposeNode remember(NodeEvent event, ComposeNode node) {
        event.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        return node;
    }

    private void add(ComposeNode node) {
        if (open.isEmpty()) {
            roots.add(node);
        } else {
            open.element().children().add(node);
        }
    }

    private void problem(@Nullable Mark mark, String message) {
        int line = mark == null ? 0 : mark.getLine() + 1;
        int column = mark == null ? 0 : mark.getColumn() + 1;
        notes.add(new ComposeNote(Kind.PROBLEM, line, column, "", message));
    }
}
