package network.millrace.protocol.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.GpuCapacity;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;
import network.millrace.protocol.resources.v1.ResourceUnit;

/**
 * Hands out a provider's GPUs to the units of a group. All GPUs of one instance are of one model. Units with the fewest
 * models to choose from are served first, and each takes from the smallest stock that serves it, so that what others need
 * is left for them.
 */
final class GpuMatching {
    private final List<Stock> stocks = new ArrayList<>();

    private GpuMatching(Capacity capacity) {
        capacity.getGpusList().forEach(gpu -> stocks.add(new Stock(gpu)));
    }

    /** GPUs of one kind that are not handed out yet. */
    private static final class Stock {
        private final GpuCapacity kind;
        private long left;

        Stock(GpuCapacity kind) {
            this.kind = kind;
            this.left = Integer.toUnsignedLong(kind.getCount());
        }
    }

    /** What one unit of the group asks for. */
    private record Demand(long perInstance, long instances, List<GpuRequest> alternatives) {
        static Demand of(ResourceUnit unit) {
            return new Demand(
                    Quantities.read(unit.getResource().getGpu().getUnits()),
                    Integer.toUnsignedLong(unit.getCount()),
                    GpuRequest.alternatives(unit.getResource().getGpu().getAttributesList()));
        }

        boolean accepts(GpuCapacity gpu) {
            return alternatives.stream().anyMatch(alternative -> alternative.accepts(gpu));
        }

        String names() {
            return alternatives.isEmpty()
                    ? "a model that is not named"
                    : String.join(
                            " or ",
                            alternatives.stream().map(GpuRequest::toString).toList());
        }
    }

    static Optional<Mismatch> mismatch(GroupSpec group, Capacity capacity) {
        GpuMatching matching = new GpuMatching(capacity);
        return group.getResourcesList().stream()
                .map(Demand::of)
                .filter(demand -> demand.perInstance() > 0 && demand.instances() > 0)
                .sorted(Comparator.comparingLong(matching::choices))
                .map(demand -> matching.serve(demand, capacity))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private long choices(Demand demand) {
        return stocks.stream().filter(stock -> demand.accepts(stock.kind)).count();
    }

    private Optional<Mismatch> serve(Demand demand, Capacity capacity) {
        List<Stock> fitting = stocks.stream()
                .filter(stock -> demand.accepts(stock.kind))
                .sorted(Comparator.comparingLong(stock -> stock.left))
                .toList();
        if (fitting.isEmpty()) {
            return Optional.of(Mismatches.of(
                    MismatchCode.MISMATCH_GPU_MODEL,
                    "asked for " + demand.names() + "; the provider has " + names(capacity)));
        }
        long missing = demand.instances();
        for (Stock stock : fitting) {
            long instances = Math.min(missing, stock.left / demand.perInstance());
            stock.left -= instances * demand.perInstance();
            missing -= instances;
        }
        return missing == 0 ? Optional.empty() : Optional.of(tooFew(demand, capacity));
    }

    private static Mismatch tooFew(Demand demand, Capacity capacity) {
        String each = demand.perInstance() + " GPU(s) for each of " + demand.instances() + " instance(s)";
        return Mismatches.of(
                MismatchCode.MISMATCH_GPU_COUNT,
                "asked for " + each + ", " + demand.names() + "; the provider has " + names(capacity));
    }

    private static String names(Capacity capacity) {
        if (capacity.getGpusCount() == 0) {
            return "no GPU";
        }
        return String.join(
                ", ",
                capacity.getGpusList().stream()
                        .map(gpu -> Integer.toUnsignedString(gpu.getCount()) + " x " + gpu.getVendor() + " "
                                + gpu.getModel())
                        .toList());
    }
}
