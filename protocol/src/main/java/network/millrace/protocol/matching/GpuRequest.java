package network.millrace.protocol.matching;

import java.util.List;
import java.util.Optional;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.GpuCapacity;

/**
 * One alternative of a GPU request, from a key of the form {@code vendor/<vendor>/model/<model>[/ram/<n>Gi][/interface/<i>]}.
 *
 * @param model "*" for any
 * @param memoryBytes at least so much; 0 for any
 * @param connection "" for any
 */
record GpuRequest(String vendor, String model, long memoryBytes, String connection) {
    private static final String ANY_MODEL = "*";
    private static final long GIB = 1L << 30;

    /** The alternatives of a request; any one of them will do. */
    static List<GpuRequest> alternatives(List<Attribute> attributes) {
        return attributes.stream()
                .map(attribute -> parse(attribute.getKey()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty for a key of another form, which nothing can satisfy. */
    static Optional<GpuRequest> parse(String key) {
        String[] parts = key.split("/", -1);
        boolean named = parts.length >= 4 && parts[0].equals("vendor") && parts[2].equals("model");
        if (!named || parts.length % 2 != 0) {
            return Optional.empty();
        }
        long memory = 0;
        String connection = "";
        for (int i = 4; i < parts.length; i += 2) {
            if (parts[i].equals("ram") && parts[i + 1].matches("[0-9]{1,6}Gi")) {
                memory = Long.parseLong(parts[i + 1].substring(0, parts[i + 1].length() - 2)) * GIB;
            } else if (parts[i].equals("interface")) {
                connection = parts[i + 1];
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new GpuRequest(parts[1], parts[3], memory, connection));
    }

    boolean accepts(GpuCapacity gpu) {
        return gpu.getVendor().equals(vendor)
                && (model.equals(ANY_MODEL) || gpu.getModel().equals(model))
                && gpu.getMemoryBytes() >= memoryBytes
                && (connection.isEmpty() || gpu.getInterface().equals(connection));
    }

    /** For sentences: "nvidia a100 with 80 GiB (sxm)", "any nvidia". */
    @Override
    public String toString() {
        String name = model.equals(ANY_MODEL) ? "any " + vendor : vendor + " " + model;
        String memory = memoryBytes == 0 ? "" : " with " + Quantities.bytes(memoryBytes);
        return name + memory + (connection.isEmpty() ? "" : " (" + connection + ")");
    }
}
