package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.resources.v1.Attribute;

/** Reads {@code resources.gpu}: how many, and which models would do. */
final class GpuReader {
    private static final String VENDOR = "nvidia";
    private static final String ANY = "vendor/nvidia/model/*";
    private static final Set<String> KEYS = Set.of("units", "attributes");
    private static final Set<String> MODEL_KEYS = Set.of("model", "ram", "interface");
    private static final Set<String> INTERFACES = Set.of("pcie", "sxm");
    private static final int GIBI_BITS = 30;

    private GpuReader() {}

    record Gpu(Quantity units, List<Attribute> attributes) {}

    static Gpu read(Fields resources) {
        // Where GPUs stand, or would stand.
        Quantity units = new Quantity(resources.at("gpu"), 0);
        List<Attribute> attributes = List.of();
        for (YamlValue.Pair pair : resources.find("gpu").map(YamlValue::pairs).orElse(List.of())) {
            switch (pair.name()) {
                case "units" -> units = Sizes.count(pair.value());
                case "attributes" -> attributes = pair.value().isNull() ? List.of() : attributes(pair.value());
                default ->
                    pair.key()
                            .problem("there is no such field of gpu", pair.key().suggestion(pair.name(), KEYS));
            }
        }
        if (units.value() > 0 && attributes.isEmpty()) {
            units.at().problem("it must be said which GPU", "attributes: {vendor: {nvidia: }} takes any of NVIDIA's");
        }
        return new Gpu(units, attributes);
    }

    private static List<Attribute> attributes(YamlValue at) {
        Optional<YamlValue> vendor = Optional.empty();
        boolean readable = true;
        for (YamlValue.Pair pair : at.pairs()) {
            if (pair.name().equals("vendor")) {
                vendor = Optional.of(pair.value()).filter(value -> !value.isNull());
            } else {
                readable = false;
                pair.key().problem("there is no such attribute of gpu", "known: vendor");
            }
        }
        if (vendor.isEmpty() && readable) {
            at.problem("the vendor is missing", "write vendor: {nvidia: }");
        }
        return vendor.map(GpuReader::models).orElse(List.of(AttributeKeys.attribute(ANY, "true")));
    }

    private static List<Attribute> models(YamlValue vendor) {
        Map<String, YamlValue> vendors = vendor.entries();
        vendors.forEach((name, value) -> {
            if (!name.equals(VENDOR)) {
                value.key()
                        .accident(
                                Accident.GPU_VENDOR,
                                MalformedException.quote(name) + " is not known as a vendor",
                                "write nvidia");
            }
        });
        List<YamlValue> models = Optional.ofNullable(vendors.get(VENDOR))
                .map(YamlValue::elements)
                .orElse(List.of());
        SortedMap<String, String> keys = new TreeMap<>(GoOrder.NAMES);
        for (YamlValue model : models) {
            String key = key(model);
            if (keys.put(key, "true") != null) {
                model.problem("the same GPU is asked for twice: " + key, "take one of them out");
            }
            AttributeKeys.check(model, key);
        }
        List<Attribute> attributes = new ArrayList<>();
        keys.forEach((key, value) -> attributes.add(AttributeKeys.attribute(key, value)));
        return attributes.isEmpty() ? List.of(AttributeKeys.attribute(ANY, "true")) : attributes;
    }

    private static String key(YamlValue at) {
        Fields fields = at.fields(MODEL_KEYS);
        String model = fields.text("model");
        if (model.isEmpty()) {
            at.accident(Accident.GPU_MODEL_MISSING, "the model is missing", "model: \"*\" stands for any");
        }
        StringBuilder key = new StringBuilder("vendor/nvidia/model/").append(model);
        fields.find("ram")
                .ifPresent(ram -> key.append("/ram/").append(gibibytes(ram)).append("Gi"));
        fields.find("interface").ifPresent(connection -> {
            String name = connection.raw();
            if (!INTERFACES.contains(name)) {
                connection.problem(
                        "expected pcie or sxm, came " + connection.shown(), connection.suggestion(name, INTERFACES));
            }
            key.append("/interface/").append(name);
        });
        return key.toString();
    }

    private static String gibibytes(YamlValue ram) {
        Quantity bytes = Sizes.gpuBytes(ram);
        if (!bytes.isRead()) {
            return "0";
        }
        // What 63 bits cannot hold is 2^63 to Akash, so that NaN is the largest of all GPUs.
        boolean countable = bytes.value() != Sizes.TOO_LARGE;
        long whole = countable ? bytes.value() >> GIBI_BITS : 1L << (Long.SIZE - 1 - GIBI_BITS);
        if (!countable || whole << GIBI_BITS != bytes.value()) {
            ram.accident(
                    Accident.GPU_RAM_CUT,
                    ram.shown() + " becomes " + whole + "Gi",
                    "write " + Math.max(whole, 1) + "Gi");
        }
        return Long.toString(whole);
    }
}
