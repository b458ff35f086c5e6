package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.protocol.resources.v1.Attribute;

/** Reads {@code profiles.compute.<name>}. */
final class ComputeReader {
    private static final Set<String> RESOURCE_KEYS = Set.of("cpu", "memory", "gpu", "storage");
    private static final Set<String> CPU_ATTRIBUTES = Set.of("arch");

    private final YamlValue at;
    private final Fields resources;

    private ComputeReader(YamlValue at, Fields resources) {
        this.at = at;
        this.resources = resources;
    }

    static Compute read(YamlValue at) {
        Fields profile = at.fields(Set.of("resources"));
        Optional<YamlValue> resources = profile.find("resources");
        Fields fields = resources.map(value -> value.fields(RESOURCE_KEYS)).orElse(profile);
        return new ComputeReader(at, fields).read(resources.isPresent());
    }

    private Compute read(boolean hasResources) {
        if (!hasResources) {
            Quantity none = new Quantity(at, 0);
            return new Compute(at, false, none, List.of(), none, List.of(), none, List.of());
        }
        Optional<Fields> cpu = fields("cpu", Set.of("units", "attributes"));
        Optional<Fields> memory = fields("memory", Set.of("size"));
        GpuReader.Gpu gpu = GpuReader.read(resources);
        return new Compute(
                at,
                true,
                cpu.map(fields -> quantity(fields, "units", Sizes::millis)).orElse(none("cpu")),
                cpu.flatMap(fields -> fields.find("attributes"))
                        .map(ComputeReader::cpuAttributes)
                        .orElse(List.of()),
                memory.map(fields -> quantity(fields, "size", Sizes::bytes)).orElse(none("memory")),
                resources.find("storage").map(VolumeReader::read).orElse(List.of()),
                gpu.units(),
                gpu.attributes());
    }

    private Optional<Fields> fields(String resource, Set<String> keys) {
        return resources.find(resource).map(value -> value.fields(keys));
    }

    private static Quantity quantity(Fields fields, String field, Function<YamlValue, Quantity> reader) {
        return fields.find(field).map(reader).orElse(new Quantity(fields.at(field), 0));
    }

    private Quantity none(String resource) {
        return new Quantity(resources.at(resource), 0);
    }

    private static List<Attribute> cpuAttributes(YamlValue at) {
        List<Attribute> attributes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlValue.Pair pair : at.pairs()) {
            if (!CPU_ATTRIBUTES.contains(pair.name())) {
                pair.key()
                        .problem(
                                "there is no such attribute of cpu",
                                pair.key().suggestion(pair.name(), CPU_ATTRIBUTES));
            }
            if (!seen.add(pair.name())) {
                pair.key().problem("the attribute stands here twice");
            }
            attributes.add(AttributeKeys.attribute(pair.name(), pair.value().text()));
        }
        return attributes;
    }
}
