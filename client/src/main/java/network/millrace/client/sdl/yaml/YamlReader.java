package network.millrace.client.sdl.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Builds the tree of the first document of a text from the events of the YAML library. The library's own tree would do,
 * but it resolves aliases at once, and its marks keep pieces of the text alive with every node.
 */
public final class YamlReader {
    /** Longest text that is read, in code points. */
    public static final int TEXT_MAX = 1 << 20;

    /** Lists and mappings in each other; an SDL document has about ten. */
    public static final int DEPTH_MAX = 200;

    /** Names, values, lists and mappings of a document; the largest SDL documents that are known have a thousand. */
    public static final int NODES_MAX = 50_000;

    /** The library copies what it has not read through yet whenever it reads on, which adds up in long texts. */
    private static final int BUFFER_BITS_MIN = 10;

    private static final int BUFFER_BITS_MAX = 16;
    /** For texts of each length: they are not made anew for each text, which takes a while. */
    private static final List<LoadSettings> SETTINGS = IntStream.rangeClosed(BUFFER_BITS_MIN, BUFFER_BITS_MAX)
            .mapToObj(YamlReader::settings)
            .toList();

    private static final String STANDARD_TAG = "tag:yaml.org,2002:";
    private static final String STANDARD_PREFIX = "!!";

    private final Tabs tabs;
    private final Halves halves;
    private final Parser parser;
    private final Map<String, YamlNode> anchors = new HashMap<>();
    private int nodes;

    private YamlReader(String text, Parser parser) {
        this.tabs = new Tabs(text);
        this.halves = new Halves(text);
        this.parser = parser;
    }

    private static LoadSettings settings(int bufferBits) {
        return LoadSettings.builder()
                .setCodePointLimit(TEXT_MAX)
                .setBufferSize(1 << bufferBits)
                .build();
    }

    /**
     * The first document of a text.
     *
     * @param rootOrNull null when there is none
     * @param more whether another document follows it
     */
    public record Stream(@Nullable YamlNode rootOrNull, boolean more) {
        public Optional<YamlNode> root() {
            return Optional.ofNullable(rootOrNull);
        }
    }

    /**
     * Reads a text; of what follows the first document only as much as shows whether it is another one.
     *
     * @throws YamlException when the text is no YAML or goes beyond a limit
     */
    public static Stream read(String text) throws YamlException {
        YamlSyntax.checkCharacters(text);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(text.length());
        LoadSettings settings = SETTINGS.get(Math.clamp(bits, BUFFER_BITS_MIN, BUFFER_BITS_MAX) - BUFFER_BITS_MIN);
        StreamReader reader = new StreamReader(settings, text);
        try {
            return new YamlReader(text, new ParserImpl(settings, reader)).stream();
        } catch (MarkedYamlEngineException syntax) {
            throw YamlSyntax.problem(syntax, text);
        } catch (ReaderException character) {
            throw YamlSyntax.problem(character, text);
        } catch (NumberFormatException digits) {
            throw YamlSyntax.escape(reader.getLine() + 1, reader.getColumn() + 1);
        } catch (YamlEngineException unreadable) {
            throw new YamlException(0, 0, "this is no YAML: " + unreadable.getMessage(), "");
        }
    }

    private Stream stream() throws YamlException {
        parser.next();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return new Stream(null, false);
        }
        parser.next();
        YamlNode root = node(0);
        Event end = parser.next();
        tabs.check(end.getStartMark().map(Mark::getLine).orElse(0));
        return new Stream(root, follows());
    }

    /** Akash never looks at what follows, so it may be anything. */
    private boolean follows() {
        try {
            return !parser.checkEvent(Event.ID.StreamEnd);
        } catch (YamlEngineException | NumberFormatException noYaml) {
            return true;
        }
    }

    private YamlNode node(int depth) throws YamlException {
        Event event = parser.next();
        int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
        int column = event.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
        nodes++;
        if (nodes > NODES_MAX) {
            throw new YamlException(
                    line, column, "a document has at most " + NODES_MAX + " names and values; here are more", "");
        }
        if (depth > DEPTH_MAX) {
            throw new YamlException(
                    line, column, "lists and mappings are more than " + DEPTH_MAX + " deep in each other", "");
        }
        return switch (event) {
            case AliasEvent alias -> alias(alias.getAlias().getValue(), line, column);
            case ScalarEvent scalar -> scalar(scalar, line, column);
            case SequenceStartEvent sequence -> sequence(sequence, depth, line, column);
            case MappingStartEvent mapping -> mapping(mapping, depth, line, column);
            default -> throw new IllegalStateException("no event of a node: " + event);
        };
    }

    private YamlNode scalar(ScalarEvent event, int line, int column) throws YamlException {
        tabs.allow(event, event);
        halves.check(event);
        return keep(
                event,
                new YamlNode.Scalar(
                        event.getValue(), event.isPlain(), tag(event.getTag().orElse(YamlNode.NO_TAG)), line, column));
    }

    private YamlNode alias(String name, int line, int column) throws YamlException {
        YamlNode target = anchors.get(name);
        if (target == null) {
            throw new YamlException(
                    line, column, "*" + name + " stands for nothing", "give a value that name before, with &" + name);
        }
        return new YamlNode.Alias(name, target, line, column);
    }

    /** The node is known by its name before its elements are read, because they may name it. */
    private YamlNode sequence(SequenceStartEvent event, int depth, int line, int column) throws YamlException {
        List<YamlNode> elements = new ArrayList<>();
        YamlNode sequence = keep(
                event,
                new YamlNode.Sequence(
                        Collections.unmodifiableList(elements),
                        tag(event.getTag().orElse(YamlNode.NO_TAG)),
                        line,
                        column));
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            elements.add(node(depth + 1));
        }
        end(event);
        return sequence;
    }

    private YamlNode mapping(MappingStartEvent event, int depth, int line, int column) throws YamlException {
        List<YamlNode.Entry> entries = new ArrayList<>();
        YamlNode mapping = keep(
                event,
                new YamlNode.Mapping(
                        Collections.unmodifiableList(entries),
                        tag(event.getTag().orElse(YamlNode.NO_TAG)),
                        line,
                        column));
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            YamlNode key = node(depth + 1);
            entries.add(new YamlNode.Entry(key, node(depth + 1)));
        }
        end(event);
        return mapping;
    }

    private void end(CollectionStartEvent start) {
        Event end = parser.next();
        if (start.isFlow()) {
            tabs.allow(start, end);
        }
    }

    private YamlNode keep(NodeEvent event, YamlNode node) {
        event.getAnchor().ifPresent(name -> anchors.put(name.getValue(), node));
        return node;
    }

    private static String tag(String tag) {
        // "!" alone says no more than no tag at all to the library that Akash uses.
        if (tag.equals("!")) {
            return YamlNode.NO_TAG;
        }
        return tag.startsWith(STANDARD_TAG) ? STANDARD_PREFIX + tag.substring(STANDARD_TAG.length()) : tag;
    }
}
