package network.millrace.agent.inventory;

import java.util.Comparator;
import java.util.List;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.GpuCapacity;

/** A model of GPU that is counted by itself. */
public record GpuKind(String vendor, String model, long memoryBytes, String connection) implements Comparable<GpuKind> {

    private static final Comparator<GpuKind> ORDER = Comparator.comparing(GpuKind::vendor)
            .thenComparing(GpuKind::model)
            .thenComparingLong(GpuKind::memoryBytes)
            .thenComparing(GpuKind::connection);
    private static final long GIBIBYTE = 1L << 30;

    static GpuKind of(GpuCapacity capacity) {
        return new GpuKind(
                capacity.getVendor(), capacity.getModel(), capacity.getMemoryBytes(), capacity.getInterface());
    }

    /** Whether one of the wishes names this model, or any model; no wish at all takes every GPU. */
    boolean satisfies(List<Attribute> wishes) {
        return wishes.isEmpty() || wishes.stream().map(Attribute::getKey).anyMatch(this::satisfies);
    }

    /** A wish reads {@code vendor/<vendor>/model/<model>[/ram/<n>Gi][/interface/<i>]}, with {@code *} for any model. */
    private boolean satisfies(String wish) {
        String[] words = wish.split("/", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (!matches(words[i], words[i + 1])) {
                return false;
            }
        }
        return words.length % 2 == 0;
    }

    private boolean matches(String key, String wanted) {
        return switch (key) {
            case "vendor" -> wanted.equals(vendor);
            case "model" -> wanted.equals("*") || wanted.equals(model);
            case "ram" -> wanted.equals(memoryBytes / GIBIBYTE + "Gi");
            case "interface" -> wanted.equals(connection);
            default -> false;
        };
    }

    @Override
    public int compareTo(GpuKind other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return vendor + " " + model;
    }
}
