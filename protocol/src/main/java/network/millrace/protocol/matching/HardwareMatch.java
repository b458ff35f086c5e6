package network.millrace.protocol.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.GpuCapacity;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.StorageCapacity;

/**
 * How well a provider's hardware fits a group, for the score of a bid. Room to spare absorbs bursts and restarts, so each
 * resource the group needs counts half for being there and half for its head-room, which is full at twice the need.
 */
public final class HardwareMatch {
    private static final long FULL_PPM = 1_000_000;
    private static final long BASE_PPM = FULL_PPM / 2;

    private HardwareMatch() {}

    /**
     * The mean over the resources the group needs, in parts per million: 500,000 where they just suffice, 1,000,000 where
     * there is twice as much, 0 where one is short. A group that needs nothing fits fully.
     *
     * @throws MalformedException when a quantity of the group is no number or the sum passes 2^63
     */
    public static int ppm(GroupSpec group, Capacity capacity) {
        ResourceTotals totals = ResourceTotals.of(group);
        List<Long> parts = new ArrayList<>();
        addPart(parts, totals.cpuMillis(), capacity.getCpuMillis());
        addPart(parts, totals.memoryBytes(), capacity.getMemoryBytes());
        for (Map.Entry<StorageKind, Long> needed : totals.storageBytes().entrySet()) {
            addPart(parts, needed.getValue(), storage(capacity, needed.getKey()));
        }
        addPart(parts, totals.gpus(), gpus(capacity));
        if (parts.contains(0L)) {
            return 0;
        }
        return parts.isEmpty()
                ? (int) FULL_PPM
                : (int) (parts.stream().mapToLong(Long::longValue).sum() / parts.size());
    }

    private static void addPart(List<Long> parts, long needed, long available) {
        if (needed > 0) {
            parts.add(part(needed, available));
        }
    }

    private static long part(long needed, long available) {
        if (Long.compareUnsigned(available, needed) < 0) {
            return 0;
        }
        long spare = available - needed;
        if (Long.compareUnsigned(spare, needed) >= 0) {
            return FULL_PPM;
        }
        // Both are scaled down together where the product would overflow; the quotient keeps six digits.
        int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(needed) - 40);
        return BASE_PPM + (spare >> shift) * BASE_PPM / (needed >> shift);
    }

    private static long storage(Capacity capacity, StorageKind kind) {
        return capacity.getStorageList().stream()
                .filter(storage -> StorageKind.of(storage).equals(kind))
                .mapToLong(StorageCapacity::getBytes)
                .reduce(0, Quantities::plusAtMost);
    }

    private static long gpus(Capacity capacity) {
        return capacity.getGpusList().stream()
                .mapToInt(GpuCapacity::getCount)
                .mapToLong(Integer::toUnsignedLong)
                .sum();
    }
}
