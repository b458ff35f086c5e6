package network.millrace.protocol.matching;

import java.util.List;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Storage;
import network.millrace.protocol.resources.v1.StorageCapacity;

/**
 * What kind of storage a volume needs. Volumes without a class are ephemeral; class {@code ram} lives in memory; every other
 * class is persistent.
 *
 * @param storageClass "" for ephemeral storage
 */
public record StorageKind(String storageClass, boolean persistent) implements Comparable<StorageKind> {
    /** Volumes that go with the workload. */
    public static final StorageKind EPHEMERAL = new StorageKind("", false);

    /** The class whose volumes live in memory. */
    public static final String RAM_CLASS = "ram";

    /** Reads the attributes {@code persistent} and {@code class} of a volume. */
    public static StorageKind of(Storage storage) {
        boolean persistent = value(storage.getAttributesList(), "persistent").equals("true");
        String storageClass = value(storage.getAttributesList(), "class");
        return new StorageKind(persistent && storageClass.isEmpty() ? "default" : storageClass, persistent);
    }

    /** The kind that a part of a provider's capacity is. */
    public static StorageKind of(StorageCapacity capacity) {
        return new StorageKind(capacity.getClass_(), capacity.getPersistent());
    }

    public boolean isRam() {
        return storageClass.equals(RAM_CLASS);
    }

    private static String value(List<Attribute> attributes, String key) {
        return attributes.stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(Attribute::getValue)
                .findFirst()
                .orElse("");
    }

    @Override
    public int compareTo(StorageKind other) {
        int byClass = storageClass.compareTo(other.storageClass);
        return byClass != 0 ? byClass : Boolean.compare(persistent, other.persistent);
    }

    /** For sentences: "ephemeral storage", "persistent storage of class beta3". */
    @Override
    public String toString() {
        if (storageClass.isEmpty()) {
            return "ephemeral storage";
        }
        return (persistent ? "persistent storage" : "storage") + " of class " + storageClass;
    }
}
