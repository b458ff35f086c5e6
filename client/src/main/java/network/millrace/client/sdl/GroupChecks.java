package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import network.millrace.client.sdl.Plan.Group;
import network.millrace.client.sdl.Plan.Member;
import network.millrace.client.sdl.Plan.Unit;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.protocol.MalformedException;

/** Checks sizes, prices and counts of what would be deployed, unit by unit and group by group. */
final class GroupChecks {
    static final String TEE_KEY = "tee/type";

    private static final Set<String> TEES = Set.of("cpu", "cpu-gpu");
    private static final BigDecimal PRICE_MAX = BigDecimal.valueOf(10_000_000);
    /** Units of one group, at the maxima. */
    private static final long GROUP_FACTOR = 50;

    private static final Limit CPU = new Limit("cpu.units", 10, 384_000, "thousandths of a core");
    private static final Limit MEMORY = new Limit("memory.size", 1L << 20, 2L << 40, "bytes");
    private static final Limit STORAGE = new Limit("storage.size", 5L << 20, 32L << 40, "bytes");
    private static final Limit GPU = new Limit("gpu.units", 0, 24, "GPUs");

    private GroupChecks() {}

    private record Limit(String name, long least, long most, String unit) {
        void check(Quantity quantity) {
            if (quantity.isRead() && (quantity.value() < least || quantity.value() > most)) {
                String came = quantity.value() == Sizes.TOO_LARGE ? "more than can be counted" : "" + quantity.value();
                quantity.at()
                        .problem(name + " must be from " + least + " to " + most + " " + unit + "; this is " + came);
            }
        }
    }

    static void check(Plan plan, Source source) {
        Set<Compute> checked = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Group group : plan.groups()) {
            if (group.name().isEmpty()) {
                group.placement().at().problem("the placement has no name");
            }
            for (Unit unit : group.units()) {
                if (checked.add(unit.compute())) {
                    checkCompute(unit.compute());
                }
                checkPrice(unit);
            }
            checkTotal(group, CPU, 1, Compute::cpuMillis);
            checkTotal(group, MEMORY, 1, Compute::memoryBytes);
            checkTotal(group, GPU, 0, Compute::gpus);
            checkCounts(group);
            checkTee(group);
        }
        checkDenoms(plan, source);
    }

    private static void checkCompute(Compute compute) {
        if (!compute.hasResources()) {
            compute.at().problem("the block resources is missing", "write resources: {cpu: …, memory: …, storage: …}");
            return;
        }
        CPU.check(compute.cpuMillis());
        MEMORY.check(compute.memoryBytes());
        GPU.check(compute.gpus());
        compute.volumes().forEach(volume -> STORAGE.check(volume.bytes()));
        if (compute.volumes().isEmpty()) {
            compute.at().problem("at least one volume is needed", "write storage: {size: 1Gi}");
        }
        if (compute.gpus().value() == 0 && !compute.gpuAttributes().isEmpty()) {
            compute.gpus().at().problem("there are GPU attributes but no units", "say how many: units: 1");
        }
    }

    private static void checkPrice(Unit unit) {
        if (unit.pricing().amount().compareTo(PRICE_MAX) > 0) {
            unit.pricing()
                    .at()
                    .problem("amount must be at most " + PRICE_MAX + "; this is "
                            + unit.pricing().amount().toPlainString());
        }
    }

    private static void checkTotal(Group group, Limit limit, long least, Function<Compute, Quantity> value) {
        boolean read = group.members().stream()
                .allMatch(member -> value.apply(member.compute()).isRead()
                        && member.target().count().isRead());
        long total = 0;
        for (Unit unit : group.units()) {
            total = sum(total, product(Math.max(0, value.apply(unit.compute()).value()), unit.count()));
        }
        boolean counted = group.units().stream().anyMatch(unit -> unit.count() > 0);
        if (!read || (total < least && counted)) {
            // Without a count the total says nothing of its own; with one, the unit is too small already.
            return;
        }
        if (total < least) {
            group.members().getFirst().target().count().at().problem("count must be at least 1", "write count: 1");
        } else if (total > GROUP_FACTOR * limit.most()) {
            group.placement()
                    .at()
                    .problem("all services of the group " + group.name() + " together ask for " + limit.name() + " of "
                            + total + "; it must be at most " + GROUP_FACTOR * limit.most() + " " + limit.unit());
        }
    }

    private static long sum(long one, long other) {
        return one > Sizes.TOO_LARGE - other ? Sizes.TOO_LARGE : one + other;
    }

    private static long product(long value, long count) {
        return Math.multiplyHigh(value, count) != 0 || value * count < 0 ? Sizes.TOO_LARGE : value * count;
    }

    /** A group that has nothing at all is refused by its totals. */
    private static void checkCounts(Group group) {
        if (group.units().stream().noneMatch(unit -> unit.count() > 0)) {
            return;
        }
        for (Member member : group.members()) {
            if (member.target().count().value() == 0) {
                member.target()
                        .count()
                        .at()
                        .accident(
                                Accident.COUNT_ZERO, "the service " + member.name() + " never runs", "write count: 1");
            }
        }
    }

    private static void checkTee(Group group) {
        Set<String> kinds = new TreeSet<>();
        for (Member member : group.members()) {
            String tee = member.service().tee();
            if (tee.isEmpty()) {
                continue;
            }
            YamlValue at = member.service().params().orElseThrow().tee().at();
            kinds.add(tee);
            if (!TEES.contains(tee)) {
                at.problem(
                        "tee must be cpu or cpu-gpu; this is " + MalformedException.quote(tee),
                        at.suggestion(tee, TEES));
            } else if (tee.equals("cpu-gpu") && member.compute().gpus().value() == 0) {
                at.problem("tee: cpu-gpu needs GPUs, and the compute profile has none", "write tee: cpu");
            }
        }
        if (kinds.size() > 1) {
            group.placement()
                    .at()
                    .problem(
                            "all services of one placement must ask for the same kind of tee; these ask for "
                                    + String.join(", ", kinds),
                            "give them placements of their own");
        }
        boolean named = group.placement().attributes().stream()
                .anyMatch(attribute -> attribute.getKey().equals(TEE_KEY));
        if (!kinds.isEmpty() && named) {
            group.placement()
                    .at()
                    .accident(Accident.TEE_TWICE, "tee/type follows from params.tee", "take the attribute out");
        }
    }

    private static void checkDenoms(Plan plan, Source source) {
        List<String> denoms = plan.groups().stream()
                .flatMap(group -> group.units().stream())
                .map(unit -> unit.pricing().denom())
                .distinct()
                .sorted()
                .toList();
        if (denoms.size() > 1) {
            source.at()
                    .problem(
                            "all prices must be in one denomination; these are in " + String.join(", ", denoms),
                            "use " + denoms.getFirst() + " everywhere");
        }
    }
}
