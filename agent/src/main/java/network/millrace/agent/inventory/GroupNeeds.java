package network.millrace.agent.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;

/**
 * What a group needs of a machine in all: each resource unit times its count.
 *
 * <p>GPUs are chosen here, because a wish may be met by several models: instances with the fewest suitable models choose first,
 * and each takes the suitable model with the fewest free, so that the rare ones stay free for who needs them. One instance takes
 * all its GPUs of one model.
 */
public final class GroupNeeds {

    private static final int DIGITS_MAX = 18;

    private GroupNeeds() {}

    /**
     * The part of the machine that serves the group.
     *
     * @param free from which GPUs are chosen; the other amounts are not compared with it
     * @return empty when the GPUs wished for are not free
     * @throws MalformedException when an amount is not a whole number, or the sum leaves 63 bits
     */
    public static Optional<Allotment> allot(GroupSpec group, Allotment free) {
        try {
            Optional<SortedMap<GpuKind, Long>> gpus = chooseGpus(group, free.gpus());
            return gpus.map(chosen -> sum(group, chosen));
        } catch (ArithmeticException e) {
            throw new MalformedException(
                    "the resources of group " + MalformedException.quote(group.getName())
                            + " add up to more than 2^63 of something; ask for less",
                    e);
        }
    }

    private static Allotment sum(GroupSpec group, SortedMap<GpuKind, Long> gpus) {
        Allotment sum = new Allotment(0, 0, new TreeMap<>(), gpus, 0, 0);
        for (ResourceUnit unit : group.getResourcesList()) {
            sum = sum.plus(instances(unit.getResource(), Integer.toUnsignedLong(unit.getCount())));
        }
        return sum;
    }

    private static Allotment instances(Resources one, long count) {
        SortedMap<StorageKind, Long> storage = new TreeMap<>();
        for (Storage volume : one.getStorageList()) {
            long bytes = Math.multiplyExact(amount("storage", volume.getQuantity()), count);
            storage.merge(StorageKind.of(volume.getAttributesList()), bytes, Math::addExact);
        }
        return new Allotment(
                Math.multiplyExact(amount("cpu", one.getCpu().getUnits()), count),
                Math.multiplyExact(amount("memory", one.getMemory().getQuantity()), count),
                storage,
                new TreeMap<>(),
                Math.multiplyExact(endpoints(one, Endpoint.Kind.RANDOM_PORT), count),
                Math.multiplyExact(endpoints(one, Endpoint.Kind.LEASED_IP), count));
    }

    private static long endpoints(Resources one, Endpoint.Kind kind) {
        return one.getEndpointsList().stream()
                .filter(endpoint -> endpoint.getKind() == kind)
                .count();
    }

    private record GpuWish(Resources instance, long units, List<GpuKind> suitable) {}

    private static Optional<SortedMap<GpuKind, Long>> chooseGpus(GroupSpec group, SortedMap<GpuKind, Long> free) {
        SortedMap<GpuKind, Long> left = new TreeMap<>(free);
        SortedMap<GpuKind, Long> chosen = new TreeMap<>();
        for (GpuWish wish : wishes(group, free)) {
            Optional<GpuKind> kind = wish.suitable().stream()
                    .filter(one -> left.getOrDefault(one, 0L) >= wish.units())
                    .min(Comparator.comparing(one -> left.getOrDefault(one, 0L)));
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            left.merge(kind.get(), -wish.units(), Long::sum);
            chosen.merge(kind.get(), wish.units(), Long::sum);
        }
        return Optional.of(chosen);
    }

    private static List<GpuWish> wishes(GroupSpec group, SortedMap<GpuKind, Long> free) {
        long most = free.values().stream().mapToLong(Long::longValue).sum() + 1;
        List<GpuWish> wishes = new ArrayList<>();
        for (ResourceUnit unit : group.getResourcesList()) {
            long units = amount("gpu", unit.getResource().getGpu().getUnits());
            if (units == 0) {
                continue;
            }
            GpuWish wish = new GpuWish(unit.getResource(), units, suitable(unit.getResource(), free));
            long count = Math.min(Integer.toUnsignedLong(unit.getCount()), most);
            for (long i = 0; i < count; i++) {
                wishes.add(wish);
            }
        }
        wishes.sort(Comparator.<GpuWish>comparingInt(wish -> wish.suitable().size())
                .thenComparing(Comparator.comparingLong(GpuWish::units).reversed()));
        return wishes;
    }

    private static List<GpuKind> suitable(Resources instance, SortedMap<GpuKind, Long> free) {
        return free.keySet().stream()
                .filter(kind -> kind.satisfies(instance.getGpu().getAttributesList()))
                .toList();
    }

    /** Reads a whole number of at most 18 digits; nothing written is zero. */
    public static long amount(String name, ResourceValue value) {
        String digits = value.getVal().toStringUtf8();
        if (digits.isEmpty()) {
            return 0;
        }
        if (digits.length() > DIGITS_MAX || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new MalformedException("an amount of " + name + " is a whole number of at most " + DIGITS_MAX
                    + " digits, not " + MalformedException.quote(digits));
        }
        return Long.parseLong(digits);
    }
}
