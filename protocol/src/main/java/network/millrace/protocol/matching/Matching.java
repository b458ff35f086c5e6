package network.millrace.protocol.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;
import network.millrace.protocol.resources.v1.PlacementRequirements;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.StorageCapacity;

/** Whether a provider covers a group, and if not, every reason why. */
public final class Matching {
    /** Attribute of a provider that names its processors' architecture; without it the provider is taken for amd64. */
    public static final String ARCHITECTURE_KEY = "arch";

    private static final String ARCHITECTURE_DEFAULT = "amd64";

    private final GroupSpec group;
    private final OrderTerms terms;
    private final Capacity capacity;
    private final List<Attribute> attributes;
    private final List<Mismatch> found = new ArrayList<>();

    private Matching(GroupSpec group, OrderTerms terms, Capacity capacity, List<Attribute> attributes) {
        this.group = group;
        this.terms = terms;
        this.capacity = capacity;
        this.attributes = attributes;
    }

    /**
     * Every reason why a provider with this capacity, these attributes and this place does not cover the group; empty when
     * it does.
     *
     * @throws MalformedException when a quantity of the group is no number or the sum passes 2^63
     */
    public static List<Mismatch> mismatches(
            GroupSpec group,
            OrderTerms terms,
            Capacity capacity,
            List<Attribute> attributes,
            String country,
            String region) {
        return new Matching(group, terms, capacity, attributes).find(country, region);
    }

    /** As {@link #mismatches(GroupSpec, OrderTerms, Capacity, List, String, String)}, for a registered provider. */
    public static List<Mismatch> mismatches(GroupSpec group, OrderTerms terms, Provider provider) {
        return mismatches(
                group,
                terms,
                provider.getCapacity(),
                provider.getAttributesList(),
                provider.getCountry(),
                provider.getRegion());
    }

    private List<Mismatch> find(String country, String region) {
        ResourceTotals totals = ResourceTotals.of(group);
        checkSizes(totals);
        checkStorage(totals);
        GpuMatching.mismatch(group, capacity).ifPresent(found::add);
        checkArchitecture();
        checkRequirements(group.getRequirements());
        checkPlace(country, region);
        checkEndpoints(totals);
        return List.copyOf(found);
    }

    private void checkSizes(ResourceTotals totals) {
        if (Long.compareUnsigned(totals.cpuMillis(), capacity.getCpuMillis()) > 0) {
            add(
                    MismatchCode.MISMATCH_CPU,
                    "asked for " + Quantities.cores(totals.cpuMillis()) + " cores; the provider has "
                            + Quantities.cores(capacity.getCpuMillis()));
        }
        if (Long.compareUnsigned(totals.memoryBytes(), capacity.getMemoryBytes()) > 0) {
            add(
                    MismatchCode.MISMATCH_MEMORY,
                    "asked for " + Quantities.bytes(totals.memoryBytes()) + " of memory; the provider has "
                            + Quantities.bytes(capacity.getMemoryBytes()));
        }
    }

    private void checkStorage(ResourceTotals totals) {
        Map<StorageKind, Long> offered = new TreeMap<>();
        for (StorageCapacity storage : capacity.getStorageList()) {
            offered.merge(StorageKind.of(storage), storage.getBytes(), Quantities::plusAtMost);
        }
        totals.storageBytes().forEach((kind, bytes) -> {
            Long available = offered.get(kind);
            if (available == null) {
                add(
                        MismatchCode.MISMATCH_STORAGE_CLASS,
                        "asked for " + kind + "; the provider offers "
                                + (offered.isEmpty() ? "none" : offered.keySet()));
            } else if (Long.compareUnsigned(bytes, available) > 0) {
                add(
                        MismatchCode.MISMATCH_STORAGE,
                        "asked for " + Quantities.bytes(bytes) + " of " + kind + "; the provider has "
                                + Quantities.bytes(available));
            }
        });
    }

    private void checkArchitecture() {
        String offered = attributes.stream()
                .filter(attribute -> attribute.getKey().equals(ARCHITECTURE_KEY))
                .map(Attribute::getValue)
                .findFirst()
                .orElse(ARCHITECTURE_DEFAULT);
        group.getResourcesList().stream()
                .map(ResourceUnit::getResource)
                .flatMap(resource -> resource.getCpu().getAttributesList().stream())
                .filter(wanted -> wanted.getKey().equals(ARCHITECTURE_KEY)
                        && !wanted.getValue().equals(offered))
                .findFirst()
                .ifPresent(wanted -> add(
                        MismatchCode.MISMATCH_ARCHITECTURE,
                        "asked for processors of " + wanted.getValue() + "; the provider has " + offered));
    }

    private void checkRequirements(PlacementRequirements requirements) {
        for (Attribute wanted : requirements.getAttributesList()) {
            if (attributes.stream().noneMatch(offered -> fits(wanted, offered))) {
                add(
                        MismatchCode.MISMATCH_ATTRIBUTE,
                        "asked for the attribute " + show(wanted) + "; " + offeredFor(wanted));
            }
        }
        if (requirements.getSignedBy().getAllOfCount() > 0
                || requirements.getSignedBy().getAnyOfCount() > 0) {
            add(
                    MismatchCode.MISMATCH_SIGNED_BY,
                    "asked for attributes signed by an auditor; this network has no auditors yet, so leave signedBy out");
        }
    }

    private static boolean fits(Attribute wanted, Attribute offered) {
        return wanted.getValue().equals(offered.getValue()) && AttributeGlob.matches(wanted.getKey(), offered.getKey());
    }

    private String offeredFor(Attribute wanted) {
        return attributes.stream()
                .filter(offered -> AttributeGlob.matches(wanted.getKey(), offered.getKey()))
                .findFirst()
                .map(offered -> "the provider has " + show(offered))
                .orElse("the provider has none of that name");
    }

    private static String show(Attribute attribute) {
        return attribute.getKey() + "=" + attribute.getValue();
    }

    private void checkPlace(String country, String region) {
        if (!terms.getRegion().isEmpty() && !terms.getRegion().equals(region)) {
            add(
                    MismatchCode.MISMATCH_REGION,
                    "asked for region " + terms.getRegion() + "; the provider is in "
                            + named(region, "no named region"));
        }
        if (!terms.getResidency().isEmpty() && !terms.getResidency().equalsIgnoreCase(country)) {
            add(
                    MismatchCode.MISMATCH_RESIDENCY,
                    "the data must stay in " + terms.getResidency() + "; the provider is in "
                            + named(country, "no named country"));
        }
    }

    private static String named(String place, String otherwise) {
        return place.isEmpty() ? otherwise : place;
    }

    private void checkEndpoints(ResourceTotals totals) {
        if (totals.randomPorts() > Integer.toUnsignedLong(capacity.getRandomPorts())) {
            add(
                    MismatchCode.MISMATCH_ENDPOINT,
                    "asked for " + totals.randomPorts() + " port(s) beside shared HTTP; the provider opens "
                            + Integer.toUnsignedString(capacity.getRandomPorts()));
        }
        if (totals.leasedIps() > Integer.toUnsignedLong(capacity.getLeasedIps())) {
            add(
                    MismatchCode.MISMATCH_ENDPOINT,
                    "asked for " + totals.leasedIps() + " leased IP address(es); the provider has "
                            + Integer.toUnsignedString(capacity.getLeasedIps()));
        }
    }

    private void add(MismatchCode code, String text) {
        found.add(Mismatches.of(code, text));
    }
}
