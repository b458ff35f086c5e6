package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.DumpSettingsBuilder;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;

/** The first document of a text written down again by the YAML library: other lines, indentation and brackets, without comments. */
final class Layouts {
    private static final List<FlowStyle> STYLES = List.of(FlowStyle.AUTO, FlowStyle.BLOCK, FlowStyle.FLOW);

    private Layouts() {}

    /** Texts by what was changed. */
    static Map<String, String> of(String text) {
        Map<String, String> layouts = new LinkedHashMap<>();
        layouts.put(
                "four columns",
                emit(text, FlowStyle.AUTO, DumpSettings.builder().setIndent(4)));
        for (FlowStyle style : STYLES) {
            layouts.put(
                    style + ", narrow", emit(text, style, DumpSettings.builder().setWidth(20)));
            layouts.put(
                    style + ", wide",
                    emit(text, style, DumpSettings.builder().setWidth(1000).setBestLineBreak("\r\n")));
        }
        layouts.put(
                "lists indented",
                emit(
                        text,
                        FlowStyle.BLOCK,
                        DumpSettings.builder().setIndicatorIndent(2).setIndentWithIndicator(true)));
        layouts.put("ASCII", emit(text, FlowStyle.AUTO, DumpSettings.builder().setUseUnicodeEncoding(false)));
        return layouts;
    }

    private static String emit(String text, FlowStyle style, DumpSettingsBuilder settings) {
        List<Event> events = new ArrayList<>();
        for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
            events.add(styled(event, style));
            if (event instanceof DocumentEndEvent) {
                break;
            }
        }
        events.add(new StreamEndEvent());
        return new Present(settings.setMaxSimpleKeyLength(1000).build()).emitToString(events.iterator());
    }

    /** @param style AUTO leaves it as it was */
    private static Event styled(Event event, FlowStyle style) {
        return switch (event) {
            case MappingStartEvent start
            when style != FlowStyle.AUTO ->
                new MappingStartEvent(start.getAnchor(), start.getTag(), start.isImplicit(), style);
            case SequenceStartEvent start
            when style != FlowStyle.AUTO ->
                new SequenceStartEvent(start.getAnchor(), start.getTag(), start.isImplicit(), style);
            // Nothing at all cannot be written down in brackets.
            case ScalarEvent scalar
            when scalar.isPlain() && scalar.getValue().isEmpty() ->
                new ScalarEvent(scalar.getAnchor(), Optional.empty(), scalar.getImplicit(), "~", ScalarStyle.PLAIN);
            // The library folds lines that are indented further, too, which makes them another text.
            case ScalarEvent scalar
            when scalar.isFolded() ->
                new ScalarEvent(
                        scalar.getAnchor(),
                        scalar.getTag(),
                        scalar.getImplicit(),
                        scalar.getValue(),
                        ScalarStyle.DOUBLE_QUOTED);
            default -> event;
        };
    }
}
