package network.millrace.agent.inventory;

import java.util.Comparator;
import java.util.List;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.StorageCapacity;

/**
 * A kind of storage that is counted by itself.
 *
 * @param storageClass name of the class; empty for the ephemeral disk that ends with the workload
 */
public record StorageKind(String storageClass, boolean persistent) implements Comparable<StorageKind> {

    /** The writable layer and ephemeral volumes. */
    public static final StorageKind EPHEMERAL = new StorageKind("", false);

    private static final Comparator<StorageKind> ORDER =
            Comparator.comparing(StorageKind::storageClass).thenComparing(StorageKind::persistent);

    static StorageKind of(StorageCapacity capacity) {
        return new StorageKind(capacity.getClass_(), capacity.getPersistent());
    }

    /** The kind that a volume's attributes ask for; a persistent volume without a class is of class {@code default}. */
    static StorageKind of(List<Attribute> attributes) {
        boolean persistent = value(attributes, "persistent").equals("true");
        String named = value(attributes, "class");
        if (named.isEmpty()) {
            return persistent ? new StorageKind("default", true) : EPHEMERAL;
        }
        return !persistent && named.equals("default") ? EPHEMERAL : new StorageKind(named, persistent);
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
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return (persistent ? "persistent" : "ephemeral") + (storageClass.isEmpty() ? "" : " " + storageClass)
                + " storage";
    }
}
