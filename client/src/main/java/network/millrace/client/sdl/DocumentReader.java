package network.millrace.client.sdl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Placement;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.client.sdl.Source.Target;
import network.millrace.client.sdl.Source.Text;
import network.millrace.client.sdl.Source.Version;
import network.millrace.client.sdl.YamlValue.Pair;
import network.millrace.protocol.MalformedException;
import org.jspecify.annotations.Nullable;

/** Reads the top level of a document. Unknown keys are an error here; deeper down Akash drops them. */
final class DocumentReader {
    private static final Set<String> KEYS =
            Set.of("version", "services", "profiles", "deployment", "endpoints", "include", "reclamation");
    private static final Set<String> PROFILE_KEYS = Set.of("compute", "placement");
    private static final Set<String> TARGET_KEYS = Set.of("profile", "count");

    private final YamlValue root;
    private final List<Pair> pairs;

    private DocumentReader(YamlValue root) {
        this.root = root;
        this.pairs = root.pairs();
    }

    /** The document; empty when it has no version that is known. */
    static Optional<Source> read(YamlValue root) {
        if (!root.isMapping()) {
            root.problem(
                    "an SDL document is a mapping of names to values; this is " + root.shown(),
                    "begin with version: \"2.0\"");
            return Optional.empty();
        }
        return new DocumentReader(root).read();
    }

    private Optional<Source> read() {
        for (Pair pair : pairs) {
            if (!KEYS.contains(pair.name())) {
                pair.key()
                        .problem(
                                "there is no key " + MalformedException.quote(pair.name()) + " at the top level",
                                pair.key().suggestion(pair.name(), KEYS));
            }
        }
        values("include").forEach(DocumentReader::readInclude);
        Optional<Version> version = version();
        SortedMap<String, Compute> computes = names();
        SortedMap<String, Placement> placements = names();
        for (YamlValue profiles : values("profiles")) {
            Fields fields = profiles.fields(PROFILE_KEYS);
            fields.find("compute").ifPresent(value -> readInto(computes, value, ComputeReader::read));
            fields.find("placement").ifPresent(value -> readInto(placements, value, PlacementReader::read));
        }
        Source source = new Source(
                root,
                version.orElse(Version.V2_1),
                section("services", ServiceReader::read),
                computes,
                placements,
                section("deployment", DocumentReader::targets),
                section("endpoints", DocumentReader::endpointKind),
                reclamationWindowOrNull());
        return version.map(known -> source);
    }

    private List<YamlValue> values(String name) {
        List<YamlValue> values = new ArrayList<>(1);
        for (Pair pair : pairs) {
            if (pair.name().equals(name)) {
                values.add(pair.value());
            }
        }
        return values;
    }

    private static void readInclude(YamlValue include) {
        if (!include.isNull()) {
            include.texts();
            include.accident(Accident.INCLUDE_IGNORED, "nothing is included", "leave include out");
        }
    }

    private Optional<Version> version() {
        List<YamlValue> versions = values("version");
        if (versions.isEmpty()) {
            root.problem("the key version is missing", versionHint("write version: \"2.0\""));
            return Optional.empty();
        }
        return VersionReader.read(versions.getFirst(), this::versionHint);
    }

    /** Compose files have services and sometimes a version too, but never what an SDL document is about. */
    private String versionHint(String otherwise) {
        boolean compose = !values("services").isEmpty()
                && values("profiles").isEmpty()
                && values("deployment").isEmpty();
        return compose
                ? "if this is a Docker compose file, millrace sdl import compose FILE makes a document of it"
                : otherwise;
    }

    private @Nullable Duration reclamationWindowOrNull() {
        List<YamlValue> values = values("reclamation");
        if (values.isEmpty()) {
            return null;
        }
        List<Fields> read =
                values.stream().map(value -> value.fields(Set.of("min_window"))).toList();
        // Akash reads each, and the last one counts.
        Fields fields = read.getLast();
        String text = fields.text("min_window");
        Duration duration = GoDuration.parse(text).orElse(Duration.ZERO);
        if (duration.isZero()) {
            String came = text.isEmpty() ? "missing" : MalformedException.quote(text);
            fields.at("min_window")
                    .problem("min_window must be a duration above zero; this is " + came, "write 24h, or 1h30m");
        }
        fields.at()
                .remark(
                        "this network has no notice period before a provider ends a lease: reclamation is ignored",
                        "leave it out");
        return duration;
    }

    private static SortedMap<String, Target> targets(YamlValue placements) {
        SortedMap<String, Target> targets = names();
        readInto(targets, placements, DocumentReader::target);
        return targets;
    }

    private static Target target(YamlValue value) {
        Fields fields = value.fields(TARGET_KEYS);
        return new Target(
                value,
                new Text(fields.at("profile"), fields.text("profile")),
                new Quantity(fields.at("count"), fields.unsigned("count")));
    }

    private static Text endpointKind(YamlValue value) {
        Fields fields = value.fields(Set.of("kind"));
        return new Text(fields.at("kind"), fields.text("kind"));
    }

    /** Where a key stands twice, Akash adds what the second says to the first; null begins anew. */
    private <T> SortedMap<String, T> section(String name, Function<YamlValue, T> reader) {
        SortedMap<String, T> read = names();
        for (YamlValue value : values(name)) {
            if (value.isNull()) {
                read.clear();
            }
            readInto(read, value, reader);
        }
        return read;
    }

    private static <T> void readInto(SortedMap<String, T> read, YamlValue value, Function<YamlValue, T> reader) {
        for (Map.Entry<String, YamlValue> entry : value.entries().entrySet()) {
            read.put(entry.getKey(), reader.apply(entry.getValue()));
        }
    }

    private static <T> SortedMap<String, T> names() {
        return new TreeMap<>(GoOrder.NAMES);
    }
}
