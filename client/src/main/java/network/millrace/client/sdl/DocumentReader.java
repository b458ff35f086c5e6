package network.millrace.client.sdl;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Source.Target;
import network.millrace.client.sdl.Source.Version;
import network.millrace.protocol.MalformedException;
import org.jspecify.annotations.Nullable;

/** Reads the top level of a document. Unknown keys are an error here; deeper down they are ignored, as on Akash. */
final class DocumentReader {
    private static final Set<String> KEYS =
            Set.of("version", "services", "profiles", "deployment", "endpoints", "include", "reclamation");
    private static final Pattern VERSION =
            Pattern.compile("\\s*v?([0-9]{1,9})(\\.([0-9]{1,9}))?(\\.([0-9]{1,9}))?\\s*");
    private static final long COUNT_MAX = (1L << 32) - 1;

    private final YamlValue root;
    private final Map<String, YamlValue> fields;

    private DocumentReader(YamlValue root) {
        this.root = root;
        this.fields = root.fields();
    }

    /** The document; empty when it has no version that is known. */
    static Optional<Source> read(YamlValue root) {
        if (!root.isMapping()) {
            root.problem("an SDL document is a mapping that begins with version; this is " + root.shown());
            return Optional.empty();
        }
        return new DocumentReader(root).read();
    }

    private Optional<Source> read() {
        fields.forEach((name, value) -> {
            if (!KEYS.contains(name)) {
                value.problem("there is no such key at the top level; known are "
                        + String.join(", ", KEYS.stream().sorted().toList()));
            }
        });
        Duration reclamationWindowOrNull = reclamationWindowOrNull();
        Optional<Version> version = version();
        return version.map(known -> new Source(
                root,
                known,
                section("services", ServiceReader::read),
                profiles("compute", ComputeReader::read),
                profiles("placement", PlacementReader::read),
                deployment(),
                section("endpoints", (name, value) -> value),
                reclamationWindowOrNull));
    }

    private Optional<Version> version() {
        YamlValue value = fields.get("version");
        if (value == null) {
            root.problem("the key version is missing: write version: \"2.0\"");
            return Optional.empty();
        }
        Matcher parts = VERSION.matcher(value.text());
        if (!parts.matches()) {
            value.problem("expected version \"2.0\" or \"2.1\", came " + value.shown());
            return Optional.empty();
        }
        int major = part(parts.group(1));
        int minor = part(parts.group(3));
        int patch = part(parts.group(5));
        if (major == 2 && minor == 0 && patch == 0) {
            return Optional.of(Version.V2_0);
        }
        // Akash reads everything from 2.1.0 on, 3.x too, by the rules of 2.1.
        if (major > 2 || (major == 2 && minor >= 1)) {
            return Optional.of(Version.V2_1);
        }
        value.problem("version " + value.shown() + " is not supported; write \"2.0\" or \"2.1\"");
        return Optional.empty();
    }

    private static int part(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private @Nullable Duration reclamationWindowOrNull() {
        YamlValue value = fields.get("reclamation");
        if (value == null || value.isNull()) {
            return null;
        }
        YamlValue window = value.fields().get("min_window");
        String text = window == null ? "" : window.text();
        Duration duration = GoDuration.parse(text).orElse(Duration.ZERO);
        if (duration.isZero()) {
            String came = text.isEmpty() ? "missing" : MalformedException.quote(text);
            value.problem("min_window must be a duration above zero; this is " + came, "write 24h, or 1h30m");
        }
        value.remark(
                "this network has no notice period before a provider ends a lease: reclamation is ignored",
                "leave it out");
        return duration;
    }

    private SortedMap<String, SortedMap<String, Target>> deployment() {
        return section("deployment", (service, placements) -> {
            SortedMap<String, Target> targets = new TreeMap<>();
            placements.fields().forEach((placement, value) -> targets.put(placement, target(value)));
            return targets;
        });
    }

    private static Target target(YamlValue value) {
        Map<String, YamlValue> fields = value.fields();
        YamlValue profile = fields.get("profile");
        YamlValue count = fields.get("count");
        return new Target(value, profile == null ? "" : profile.text(), count == null ? 0 : count.unsigned(COUNT_MAX));
    }

    private <T> SortedMap<String, T> profiles(String kind, BiFunction<String, YamlValue, T> reader) {
        YamlValue profiles = fields.get("profiles");
        YamlValue value = profiles == null ? null : profiles.fields().get(kind);
        return value == null ? new TreeMap<>() : each(value, reader);
    }

    private <T> SortedMap<String, T> section(String name, BiFunction<String, YamlValue, T> reader) {
        YamlValue value = fields.get(name);
        return value == null ? new TreeMap<>() : each(value, reader);
    }

    private static <T> SortedMap<String, T> each(YamlValue value, BiFunction<String, YamlValue, T> reader) {
        SortedMap<String, T> read = new TreeMap<>();
        value.fields().forEach((name, field) -> read.put(name, reader.apply(name, field)));
        return read;
    }
}
