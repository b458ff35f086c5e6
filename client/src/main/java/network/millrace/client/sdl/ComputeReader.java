package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.client.sdl.Source.Volume;
import network.millrace.protocol.resources.v1.Attribute;

/** Reads {@code profiles.compute.<name>}. */
final class ComputeReader {
    static final String VOLUME_DEFAULT = "default";
    static final String CLASS_RAM = "ram";

    private static final String PERSISTENT = "persistent";
    private static final String CLASS = "class";
    private static final Set<String> CLASSES = Set.of("default", "beta1", "beta2", "beta3", CLASS_RAM);
    private static final Set<String> INTERFACES = Set.of("pcie", "sxm");
    private static final Set<String> GPU_FIELDS = Set.of("units", "attributes");

    private final YamlValue at;
    private final Map<String, YamlValue> resources;

    private ComputeReader(YamlValue at, Map<String, YamlValue> resources) {
        this.at = at;
        this.resources = resources;
    }

    static Compute read(String name, YamlValue at) {
        YamlValue resources = at.fields().get("resources");
        boolean present = resources != null && !resources.isNull();
        return new ComputeReader(at, resources == null ? Map.of() : resources.fields()).read(present);
    }

    private Compute read(boolean present) {
        return new Compute(
                at,
                present,
                quantity("cpu", "units", Sizes::millis),
                cpuAttributes(),
                quantity("memory", "size", Sizes::bytes),
                volumes(),
                quantity("gpu", "units", Sizes::count),
                gpuAttributes());
    }

    private Quantity quantity(String resource, String field, Function<YamlValue, Quantity> reader) {
        YamlValue value = resources.get(resource);
        YamlValue units = value == null ? null : value.fields().get(field);
        if (units == null) {
            return new Quantity(value == null ? at : value, 0);
        }
        return reader.apply(units);
    }

    private List<Attribute> cpuAttributes() {
        YamlValue cpu = resources.get("cpu");
        YamlValue attributes = cpu == null ? null : cpu.fields().get("attributes");
        if (attributes == null) {
            return List.of();
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        attributes.fields().forEach((name, value) -> {
            if (!name.equals("arch")) {
                value.problem("there is no such attribute of cpu; known is arch");
            }
            sorted.put(name, value.text());
        });
        return attributes(sorted);
    }

    private List<Volume> volumes() {
        YamlValue storage = resources.get("storage");
        if (storage == null || storage.isNull()) {
            return List.of();
        }
        List<Volume> volumes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue value : storage.isMapping() ? List.of(storage) : storage.elements()) {
            Volume volume = volume(value);
            if (!names.add(volume.name())) {
                value.problem("two volumes are called " + volume.name() + "; give each a name of its own");
            }
            volumes.add(volume);
        }
        volumes.sort(Comparator.comparingLong((Volume volume) -> volume.bytes().value())
                .thenComparing(Volume::isPersistent)
                .thenComparing(Volume::name));
        return volumes;
    }

    private static Volume volume(YamlValue value) {
        Map<String, YamlValue> fields = value.fields();
        String name = ServiceReader.text(fields, "name");
        YamlValue size = fields.get("size");
        YamlValue attributes = fields.get("attributes");
        return new Volume(
                value,
                name.isEmpty() ? VOLUME_DEFAULT : name,
                size == null ? new Quantity(value, 0) : Sizes.bytes(size),
                attributes == null || attributes.isNull() ? List.of() : storageAttributes(attributes));
    }

    private static List<Attribute> storageAttributes(YamlValue at) {
        boolean persistent = false;
        String storageClass = "";
        for (Map.Entry<String, YamlValue> field : at.fields().entrySet()) {
            switch (field.getKey()) {
                case PERSISTENT -> persistent = persistent(field.getValue());
                case CLASS -> storageClass = storageClass(field.getValue());
                default ->
                    field.getValue().problem("there is no such attribute of storage; known are persistent, class");
            }
        }
        if (storageClass.equals(CLASS_RAM) && persistent) {
            at.problem("storage of class ram cannot be persistent");
        }
        if (!persistent && !storageClass.isEmpty() && !storageClass.equals(CLASS_RAM)) {
            at.problem("class " + storageClass + " needs persistent: true; ephemeral storage has no class");
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        sorted.put(PERSISTENT, Boolean.toString(persistent));
        if (!storageClass.isEmpty() || persistent) {
            sorted.put(CLASS, storageClass.isEmpty() ? "default" : storageClass);
        }
        return attributes(sorted);
    }

    private static boolean persistent(YamlValue value) {
        return switch (value.text()) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> {
                value.problem("expected true or false, came " + value.shown());
                yield false;
            }
        };
    }

    private static String storageClass(YamlValue value) {
        String storageClass = value.text();
        if (!CLASSES.contains(storageClass)) {
            value.problem("there is no storage class " + value.shown() + "; known are "
                    + String.join(", ", CLASSES.stream().sorted().toList()));
        }
        return storageClass;
    }

    private List<Attribute> gpuAttributes() {
        YamlValue gpu = resources.get("gpu");
        if (gpu == null) {
            return List.of();
        }
        gpu.fields().forEach((name, value) -> {
            if (!GPU_FIELDS.contains(name)) {
                value.problem("there is no such field of gpu; known are attributes, units");
            }
        });
        YamlValue attributes = gpu.fields().get("attributes");
        return attributes == null || attributes.isNull() ? List.of() : gpuModels(attributes);
    }

    private static List<Attribute> gpuModels(YamlValue at) {
        YamlValue nvidia = null;
        for (Map.Entry<String, YamlValue> field : at.fields().entrySet()) {
            if (!field.getKey().equals("vendor")) {
                field.getValue().problem("there is no such attribute of gpu; known is vendor");
                continue;
            }
            nvidia = field.getValue().fields().get("nvidia");
            if (nvidia == null) {
                // Akash takes every other vendor for "any NVIDIA", which nobody who wrote it means.
                field.getValue()
                        .remark("only nvidia is known as a vendor: this asks for any NVIDIA GPU", "write nvidia");
            }
        }
        List<YamlValue> models = nvidia == null ? List.of() : nvidia.elements();
        SortedMap<String, String> sorted = new TreeMap<>();
        for (YamlValue model : models) {
            String key = gpuKey(model);
            if (sorted.put(key, "true") != null) {
                model.problem("the same GPU is asked for twice: " + key);
            }
            AttributeKeys.check(model, key);
        }
        if (models.isEmpty()) {
            sorted.put("vendor/nvidia/model/*", "true");
        }
        return attributes(sorted);
    }

    private static String gpuKey(YamlValue at) {
        Map<String, YamlValue> fields = at.fields();
        StringBuilder key = new StringBuilder("vendor/nvidia/model/").append(ServiceReader.text(fields, "model"));
        YamlValue ram = fields.get("ram");
        if (ram != null && !ram.isNull()) {
            key.append("/ram/").append(Sizes.bytes(ram).value() >> 30).append("Gi");
        }
        YamlValue connection = fields.get("interface");
        if (connection != null && !connection.isNull()) {
            if (!INTERFACES.contains(connection.text())) {
                connection.problem("expected pcie or sxm, came " + connection.shown());
            }
            key.append("/interface/").append(connection.text());
        }
        return key.toString();
    }

    private static List<Attribute> attributes(SortedMap<String, String> sorted) {
        return sorted.entrySet().stream()
                .map(entry -> Attribute.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())
                        .build())
                .toList();
    }
}
