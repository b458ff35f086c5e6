package network.millrace.agent.inventory;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.GpuCapacity;
import network.millrace.protocol.resources.v1.StorageCapacity;

/**
 * Amounts of everything a machine has to give: what is offered, what is free, or what one order holds. No amount is negative;
 * kinds with amount zero are left out, so that equal amounts are equal values.
 */
public record Allotment(
        long cpuMillis,
        long memoryBytes,
        SortedMap<StorageKind, Long> storageBytes,
        SortedMap<GpuKind, Long> gpus,
        long randomPorts,
        long leasedIps) {

    public static final Allotment NOTHING = new Allotment(0, 0, new TreeMap<>(), new TreeMap<>(), 0, 0);

    public Allotment {
        storageBytes = withoutZeros(storageBytes);
        gpus = withoutZeros(gpus);
        requireNotNegative("cpuMillis", cpuMillis);
        requireNotNegative("memoryBytes", memoryBytes);
        storageBytes.forEach((kind, bytes) -> requireNotNegative(kind.toString(), bytes));
        gpus.forEach((kind, count) -> requireNotNegative(kind.toString(), count));
        requireNotNegative("randomPorts", randomPorts);
        requireNotNegative("leasedIps", leasedIps);
    }

    /** @throws IllegalArgumentException when an amount does not fit 63 bits */
    public static Allotment of(Capacity capacity) {
        SortedMap<StorageKind, Long> storage = new TreeMap<>();
        for (StorageCapacity one : capacity.getStorageList()) {
            storage.merge(StorageKind.of(one), one.getBytes(), Math::addExact);
        }
        SortedMap<GpuKind, Long> gpus = new TreeMap<>();
        for (GpuCapacity one : capacity.getGpusList()) {
            gpus.merge(GpuKind.of(one), Integer.toUnsignedLong(one.getCount()), Math::addExact);
        }
        return new Allotment(
                capacity.getCpuMillis(),
                capacity.getMemoryBytes(),
                storage,
                gpus,
                Integer.toUnsignedLong(capacity.getRandomPorts()),
                Integer.toUnsignedLong(capacity.getLeasedIps()));
    }

    public Capacity toCapacity() {
        Capacity.Builder capacity = Capacity.newBuilder()
                .setCpuMillis(cpuMillis)
                .setMemoryBytes(memoryBytes)
                .setRandomPorts(Math.toIntExact(randomPorts))
                .setLeasedIps(Math.toIntExact(leasedIps));
        storageBytes.forEach((kind, bytes) -> capacity.addStorage(StorageCapacity.newBuilder()
                .setClass_(kind.storageClass())
                .setPersistent(kind.persistent())
                .setBytes(bytes)));
        gpus.forEach((kind, count) -> capacity.addGpus(GpuCapacity.newBuilder()
                .setVendor(kind.vendor())
                .setModel(kind.model())
                .setMemoryBytes(kind.memoryBytes())
                .setInterface(kind.connection())
                .setCount(Math.toIntExact(count))));
        return capacity.build();
    }

    /** @throws ArithmeticException when an amount leaves 63 bits */
    public Allotment plus(Allotment other) {
        return combine(other, Math::addExact);
    }

    /** What remains when the other is taken away; where it is larger nothing remains. */
    public Allotment minusAtMost(Allotment other) {
        return combine(other, (mine, theirs) -> Math.max(0, mine - theirs));
    }

    /** Whether this is at least the other in every dimension. */
    public boolean covers(Allotment other) {
        return cpuMillis >= other.cpuMillis
                && memoryBytes >= other.memoryBytes
                && randomPorts >= other.randomPorts
                && leasedIps >= other.leasedIps
                && coversEach(storageBytes, other.storageBytes)
                && coversEach(gpus, other.gpus);
    }

    private Allotment combine(Allotment other, LongBinaryOperator operator) {
        return new Allotment(
                operator.applyAsLong(cpuMillis, other.cpuMillis),
                operator.applyAsLong(memoryBytes, other.memoryBytes),
                combine(storageBytes, other.storageBytes, operator),
                combine(gpus, other.gpus, operator),
                operator.applyAsLong(randomPorts, other.randomPorts),
                operator.applyAsLong(leasedIps, other.leasedIps));
    }

    private static <K> SortedMap<K, Long> combine(
            SortedMap<K, Long> mine, SortedMap<K, Long> theirs, LongBinaryOperator operator) {
        SortedMap<K, Long> result = new TreeMap<>(mine);
        theirs.forEach((kind, amount) -> result.put(kind, operator.applyAsLong(mine.getOrDefault(kind, 0L), amount)));
        return result;
    }

    private static <K> boolean coversEach(Map<K, Long> mine, Map<K, Long> theirs) {
        return theirs.entrySet().stream().allMatch(entry -> mine.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
    }

    private static <K> SortedMap<K, Long> withoutZeros(SortedMap<K, Long> amounts) {
        SortedMap<K, Long> copy = new TreeMap<>(amounts);
        copy.values().removeIf(amount -> amount == 0);
        return Collections.unmodifiableSortedMap(copy);
    }

    private static void requireNotNegative(String name, long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("an amount of " + name + " must be 0 or more, not " + amount);
        }
    }
}
