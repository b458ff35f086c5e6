package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.client.sdl.Source.Volume;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.resources.v1.Attribute;

/** Reads {@code resources.storage}: one volume, or a list of them. */
final class VolumeReader {
    private static final String DEFAULT = "default";
    private static final String TRUE = "true";
    private static final String FALSE = "false";
    private static final Map<String, String> WORDS =
            Map.of(TRUE, TRUE, "on", TRUE, "yes", TRUE, FALSE, FALSE, "off", FALSE, "no", FALSE);
    private static final Set<String> CLASSES = Set.of(DEFAULT, "beta1", "beta2", "beta3", Volume.CLASS_RAM);
    private static final Set<String> ATTRIBUTES = Set.of(Volume.PERSISTENT, Volume.CLASS);
    private static final Set<String> KEYS = Set.of("name", "size", "attributes");

    /** Which provider takes how many is its own policy; they are sorted by pairs, as Akash does. */
    private static final int VOLUMES_MAX = 100;

    private VolumeReader() {}

    static List<Volume> read(YamlValue storage) {
        if (storage.isMapping()) {
            return List.of(single(storage));
        }
        if (!storage.isSequence()) {
            // Akash takes a text for no volumes at all, which is wrong as soon as something is deployed with them.
            return List.of();
        }
        List<Volume> volumes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<YamlValue> values = storage.allElements();
        if (values.size() > VOLUMES_MAX) {
            storage.problem("a profile has at most " + VOLUMES_MAX + " volumes; this one has " + values.size());
            return List.of();
        }
        for (YamlValue value : values) {
            Volume volume = volume(value, value.fields(KEYS), "");
            if (!names.add(volume.name())) {
                value.problem("two volumes are called " + volume.name(), "give each a name of its own");
            }
            volumes.add(volume);
        }
        return sorted(volumes);
    }

    private static Volume single(YamlValue at) {
        Fields fields = at.fields(KEYS);
        fields.find("name")
                .filter(name -> !name.text().equals(DEFAULT))
                .ifPresent(name -> name.accident(
                        Accident.VOLUME_NAME_IGNORED,
                        "this volume cannot have a name",
                        "make it a list: write - in front of the volume"));
        return volume(at, fields, DEFAULT);
    }

    private static Volume volume(YamlValue at, Fields fields, String fixedName) {
        String name = fields.text("name");
        return new Volume(
                at,
                !fixedName.isEmpty() || name.isEmpty() ? DEFAULT : name,
                fields.find("size").map(Sizes::bytes).orElse(new Quantity(fields.at("size"), 0)),
                fields.find("attributes").map(VolumeReader::attributes).orElse(List.of()));
    }

    /**
     * Akash sorts by size and then says of any volume that is not persistent that it comes first, of two such either one.
     * Its sort takes that literally, so that they end in reverse; only persistent ones of a size are in the order of names.
     */
    private static List<Volume> sorted(List<Volume> volumes) {
        List<Volume> sorted = new ArrayList<>(volumes);
        GoSort.insertion(sorted, VolumeReader::isBefore);
        return sorted;
    }

    private static boolean isBefore(Volume one, Volume other) {
        if (one.bytes().value() != other.bytes().value()) {
            return one.bytes().value() < other.bytes().value();
        }
        String left = one.attribute(Volume.PERSISTENT);
        String right = other.attribute(Volume.PERSISTENT);
        if (left.isEmpty() != right.isEmpty()) {
            return left.isEmpty();
        }
        if (!left.equals(right)) {
            return left.equals(FALSE);
        }
        return !left.equals(TRUE) || GoOrder.NAMES.compare(one.name(), other.name()) < 0;
    }

    /** Akash looks at the class before it knows that "on" is "true". */
    private static List<Attribute> attributes(YamlValue at) {
        Map<String, YamlValue> entries = at.entries();
        Map<String, String> written = new TreeMap<>();
        entries.forEach((name, value) -> {
            if (ATTRIBUTES.contains(name)) {
                written.put(name, value.text());
            } else {
                value.key().problem("there is no such attribute of storage", value.suggestion(name, ATTRIBUTES));
            }
        });
        String persistent = written.computeIfAbsent(Volume.PERSISTENT, absent -> FALSE);
        String storageClass = written.getOrDefault(Volume.CLASS, "");
        checkTogether(at, persistent, storageClass);
        if (storageClass.isEmpty() && persistent.equals(TRUE)) {
            written.put(Volume.CLASS, DEFAULT);
        }
        written.put(Volume.PERSISTENT, persistent(entries.getOrDefault(Volume.PERSISTENT, at), persistent));
        checkClass(entries.getOrDefault(Volume.CLASS, at), written);
        return written.entrySet().stream()
                .map(entry -> AttributeKeys.attribute(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static void checkTogether(YamlValue at, String persistent, String storageClass) {
        if (storageClass.equals(Volume.CLASS_RAM) && !persistent.equals(FALSE)) {
            at.problem("storage of class ram cannot be persistent", "leave persistent out");
        }
        boolean disk = !storageClass.isEmpty() && !storageClass.equals(Volume.CLASS_RAM);
        if (disk && persistent.equals(FALSE)) {
            at.problem("ephemeral storage has no class", "write persistent: true, or leave the class out");
        }
        boolean otherWord = !persistent.equals(TRUE) && !persistent.equals(FALSE) && WORDS.containsKey(persistent);
        if (otherWord && !storageClass.equals(Volume.CLASS_RAM)) {
            at.accident(
                    Accident.PERSISTENT_WORD,
                    "persistent: " + persistent + " is not understood in time",
                    "write " + WORDS.get(persistent));
        }
    }

    private static String persistent(YamlValue at, String word) {
        if (!WORDS.containsKey(word)) {
            at.problem("expected true or false for persistent, came " + MalformedException.quote(word), "");
        }
        return WORDS.getOrDefault(word, FALSE);
    }

    private static void checkClass(YamlValue at, Map<String, String> written) {
        String storageClass = written.getOrDefault(Volume.CLASS, DEFAULT);
        if (!CLASSES.contains(storageClass)) {
            at.problem(
                    "there is no storage class " + MalformedException.quote(storageClass),
                    at.suggestion(storageClass, CLASSES));
        }
    }
}
