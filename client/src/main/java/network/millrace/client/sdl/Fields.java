package network.millrace.client.sdl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.millrace.client.sdl.Source.Words;
import network.millrace.protocol.MalformedException;

/** The fields of a mapping whose names are fixed. One that is null reads as one that is absent. */
final class Fields {
    /** Words of Docker compose for the order in which services start; without them all start, only not in order. */
    private static final Set<String> HARMLESS = Set.of("depends_on", "depends-on", "dependsOn", "links");

    private static final Map<String, String> SYNONYMS = Map.of(
            "environment", "env",
            "cmd", "command",
            "entrypoint", "command",
            "ports", "expose",
            "volumes", "params",
            "hosts", "accept",
            "protocol", "proto");

    private final YamlValue at;
    private final Map<String, YamlValue> values;

    /** Akash drops names that it does not know; one that looks misspelt, or stands one level too deep, was meant. */
    Fields(YamlValue at, Set<String> known, Map<String, YamlValue> values) {
        this.at = at;
        this.values = values;
        values.forEach((name, value) -> {
            if (!known.contains(name)) {
                unknown(name, value, known);
            }
        });
    }

    private static void unknown(String name, YamlValue value, Set<String> known) {
        String message = "there is no key " + MalformedException.quote(name) + " here";
        if (HARMLESS.contains(name)) {
            value.key().remark(message + "; it does nothing", "services start at once and must wait for each other");
            return;
        }
        String synonym = SYNONYMS.getOrDefault(name, "");
        boolean translated = known.contains(synonym);
        value.key()
                .accident(
                        Accident.KEY_UNKNOWN, message, translated ? "write " + synonym : value.suggestion(name, known));
    }

    YamlValue at() {
        return at;
    }

    /** The field's own place, or that of the mapping that lacks it. */
    YamlValue at(String name) {
        return values.getOrDefault(name, at);
    }

    Optional<YamlValue> find(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isNull());
    }

    String text(String name) {
        return find(name).map(YamlValue::text).orElse("");
    }

    boolean bool(String name) {
        return find(name).map(YamlValue::bool).orElse(false);
    }

    /** 0 when absent, {@link YamlValue#UNREAD} when it is no such number. */
    long unsigned(String name) {
        return find(name).map(YamlValue::unsigned).orElse(0L);
    }

    List<YamlValue> elements(String name) {
        return find(name).map(YamlValue::elements).orElse(List.of());
    }

    Map<String, YamlValue> entries(String name) {
        return find(name).map(YamlValue::entries).orElse(Map.of());
    }

    Words words(String name) {
        return find(name).map(Words::of).orElseGet(() -> Words.absent(at));
    }
}
