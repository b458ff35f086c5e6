package network.millrace.protocol.matching;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;

/**
 * What a group needs in all, every unit times its count.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryBytes with the volumes of class ram
 * @param storageBytes per kind of storage
 * @param gpus of any model
 * @param randomPorts ports beside shared HTTP; a port is a service's, not an instance's
 * @param leasedIps distinct addresses
 */
public record ResourceTotals(
        long cpuMillis,
        long memoryBytes,
        SortedMap<StorageKind, Long> storageBytes,
        long gpus,
        int randomPorts,
        int leasedIps) {
    public ResourceTotals {
        storageBytes = Collections.unmodifiableSortedMap(new TreeMap<>(storageBytes));
    }

    /**
     * Adds up a group.
     *
     * @throws MalformedException when a quantity is no number or the sum passes 2^63
     */
    public static ResourceTotals of(GroupSpec group) {
        long cpu = 0;
        long memory = 0;
        long gpus = 0;
        TreeMap<StorageKind, Long> storage = new TreeMap<>();
        for (ResourceUnit unit : group.getResourcesList()) {
            Resources resource = unit.getResource();
            int count = unit.getCount();
            cpu = add(cpu, Quantities.read(resource.getCpu().getUnits()), count);
            memory = add(memory, Quantities.read(resource.getMemory().getQuantity()), count);
            gpus = add(gpus, Quantities.read(resource.getGpu().getUnits()), count);
            for (Storage volume : resource.getStorageList()) {
                long bytes = Quantities.times(Quantities.read(volume.getQuantity()), count);
                StorageKind kind = StorageKind.of(volume);
                storage.merge(kind, bytes, Quantities::plus);
                memory = kind.isRam() ? Quantities.plus(memory, bytes) : memory;
            }
        }
        return new ResourceTotals(cpu, memory, storage, gpus, randomPorts(group), leasedIps(group));
    }

    private static long add(long sum, long each, int count) {
        return Quantities.plus(sum, Quantities.times(each, count));
    }

    private static int randomPorts(GroupSpec group) {
        return (int) group.getResourcesList().stream()
                .flatMap(unit -> unit.getResource().getEndpointsList().stream())
                .filter(endpoint -> endpoint.getKind() == Endpoint.Kind.RANDOM_PORT)
                .count();
    }

    private static int leasedIps(GroupSpec group) {
        Set<Integer> sequenceNumbers = new LinkedHashSet<>();
        group.getResourcesList().stream()
                .flatMap(unit -> unit.getResource().getEndpointsList().stream())
                .filter(endpoint -> endpoint.getKind() == Endpoint.Kind.LEASED_IP)
                .forEach(endpoint -> sequenceNumbers.add(endpoint.getSequenceNumber()));
        return sequenceNumbers.size();
    }
}
