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
        Optional<Fields> cpu = resources.find("cpu").map(value -> value.fields(Set.of("units", "attributes")));
        Optional<Fields> memory = resources.find("memory").map(value -> value.fields(Set.of("size")));
        GpuReader.Gpu gpu = GpuReader.read(resources.at("gpu"), resources.find("gpu"));
        return new Compute(
                at,
                true,
                quantity(cpu, "cpu", "units", Sizes::millis),
                cpu.flatMap(fields -> fields.find("attributes"))
                        .map(ComputeReader::cpuAttributes)
                        .orElse(List.of()),
                quantity(memory, "memory", "size", Sizes::bytes),
                VolumeReader.read(resources.find("storage")),
                gpu.units(),
                gpu.attributes());
    }

    private Quantity quantity(
            Optional<Fields> fields, String resource, String field, Function<YamlValue, Quantity> reader) {
        YamlValue place = fields.map(found -> found.at(field)).orElse(resources.at(resource));
        return fields.flatMap(found -> found.find(field)).map(reader).orElse(new Quantity(place, 0));
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
