package network.millrace.agent.bidding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.inventory.GroupNeeds;
import network.millrace.agent.inventory.Inventory;
import network.millrace.agent.pricing.Pricing;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.matching.Matching;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;
import network.millrace.protocol.resources.v1.ResourceUnit;

/**
 * Decides whether the provider would bid on a group, and for how much. Pure: the same question and inventory give the same
 * answer, for the agent itself and for who asks at its door.
 */
public record Screening(Offering offering, Pricing pricing, Filters filters) {

    /**
     * @param paused why nothing can be started at the moment; empty = it can
     * @return the price, or every reason against it
     */
    public Verdict screen(GroupSpec group, OrderTerms terms, Inventory inventory, String paused) {
        try {
            return decide(group, terms, inventory, paused);
        } catch (MalformedException e) {
            return new Verdict.WouldNot(List.of(Filters.mismatch(
                    MismatchCode.MISMATCH_WORKLOAD_SHAPE, "the order is malformed: " + e.getMessage())));
        }
    }

    private Verdict decide(GroupSpec group, OrderTerms terms, Inventory inventory, String paused) {
        List<Mismatch> reasons = new ArrayList<>();
        if (!paused.isEmpty()) {
            reasons.add(Filters.mismatch(
                    MismatchCode.MISMATCH_PAUSED, "the provider cannot start anything now: " + paused));
        }
        reasons.addAll(filters.refusals(group, terms));
        List<Mismatch> unfit = Matching.mismatches(
                group, terms, offering.capacity(), offering.attributes(), offering.country(), offering.region());
        reasons.addAll(unfit);
        reasons.addAll(Shape.mismatches(group));
        return unfit.isEmpty() ? fit(group, inventory, reasons) : new Verdict.WouldNot(reasons);
    }

    /** Prices also what is refused for other reasons, so that the tenant learns all of them at once. */
    private Verdict fit(GroupSpec group, Inventory inventory, List<Mismatch> reasons) {
        Allotment free = inventory.free();
        Optional<Allotment> fitting = GroupNeeds.allot(group, free).filter(free::covers);
        if (fitting.isEmpty()) {
            reasons.add(Filters.mismatch(
                    MismatchCode.MISMATCH_CAPACITY_IN_USE,
                    "the machine is large enough, but other leases and bids hold too much of it; free are "
                            + describe(free)));
        }
        Optional<Price> price =
                fitting.or(() -> GroupNeeds.allot(group, inventory.offered())).map(pricing::of);
        price.flatMap(asked -> checkCeiling(group, asked)).ifPresent(reasons::add);
        return fitting.isPresent() && price.isPresent() && reasons.isEmpty()
                ? new Verdict.WouldBid(price.get(), fitting.get())
                : new Verdict.WouldNot(reasons);
    }

    private static Optional<Mismatch> checkCeiling(GroupSpec group, Price price) {
        Price ceiling = Price.zero(price.denom());
        for (ResourceUnit unit : group.getResourcesList()) {
            Denom denom = new Denom(unit.getPrice().getDenom());
            if (!denom.equals(price.denom())) {
                return Optional.of(Filters.mismatch(
                        MismatchCode.MISMATCH_DENOM,
                        "the order pays in " + denom + ", and this provider asks for " + price.denom()));
            }
            ceiling = ceiling.plus(Price.of(unit.getPrice()).times(Integer.toUnsignedLong(unit.getCount())));
        }
        if (price.compareWith(ceiling) <= 0) {
            return Optional.empty();
        }
        return Optional.of(Filters.mismatch(
                MismatchCode.MISMATCH_PRICE,
                "this provider asks " + price + " per pricing period, and the order pays " + ceiling + " at most"));
    }

    private static String describe(Allotment free) {
        return free.cpuMillis() + " m CPU, " + (free.memoryBytes() >> 20) + " MiB memory and "
                + (free.storageBytes().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        >> 20) + " MiB storage";
    }
}
