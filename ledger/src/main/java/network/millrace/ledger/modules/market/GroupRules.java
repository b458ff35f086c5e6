package network.millrace.ledger.modules.market;

import static network.millrace.ledger.kernel.Rejection.unless;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.market.v1.DenomAlias;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.matching.Quantities;
import network.millrace.protocol.matching.ResourceTotals;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;

/** What the groups of a deployment must be. Pure. The limits of one unit are Akash's. */
final class GroupRules {
    private static final long CPU_MILLIS_MIN = 10;
    private static final long CPU_MILLIS_MAX = 384_000;
    private static final long MEMORY_BYTES_MIN = 1L << 20;
    private static final long MEMORY_BYTES_MAX = 2L << 40;
    private static final long STORAGE_BYTES_MIN = 5L << 20;
    private static final long STORAGE_BYTES_MAX = 32L << 40;
    private static final long GPUS_MAX = 24;
    private static final int COUNT_MAX = 1_000;
    private static final int VOLUMES_MAX = 32;
    private static final int ENDPOINTS_MAX = 200;
    private static final int NAME_BYTES_MAX = 128;
    private static final int VALUE_BYTES_MAX = 256;

    private final Params params;
    private final TreeSet<String> names = new TreeSet<>();

    private GroupRules(Params params) {
        this.params = params;
    }

    /**
     * The groups as the ledger keeps them: prices in a denomination that is known under another name are in the real one.
     * All prices of all groups are in one denomination.
     *
     * @throws network.millrace.ledger.kernel.Rejection naming the group and what is wrong with it
     */
    static List<GroupSpec> checked(List<GroupSpec> groups, Params params) {
        unless(
                !groups.isEmpty() && groups.size() <= params.getGroupsMax(),
                MarketError.BAD_GROUPS,
                "a deployment has 1 to %s groups; came %s",
                params.getGroupsMax(),
                groups.size());
        var rules = new GroupRules(params);
        List<GroupSpec> built = groups.stream().map(rules::checked).toList();
        long denoms = built.stream()
                .flatMap(group -> group.getResourcesList().stream())
                .map(unit -> unit.getPrice().getDenom())
                .distinct()
                .count();
        unless(
                denoms == 1,
                MarketError.BAD_GROUPS,
                "all prices of a deployment are in one denomination; came %s",
                denoms);
        return built;
    }

    /** The ceiling of a whole group per pricing period: the sum of price × count. */
    static Price ceiling(GroupSpec group) {
        Price sum = Price.zero(denom(group));
        for (ResourceUnit unit : group.getResourcesList()) {
            sum = sum.plus(Price.of(unit.getPrice()).times(unit.getCount()));
        }
        return sum;
    }

    static Denom denom(GroupSpec group) {
        return new Denom(group.getResources(0).getPrice().getDenom());
    }

    private GroupSpec checked(GroupSpec group) {
        checkText("a group's name", group.getName(), NAME_BYTES_MAX);
        unless(
                !group.getName().isEmpty() && names.add(group.getName()),
                MarketError.BAD_GROUPS,
                "group names are not empty and unique; came %s",
                MalformedException.quote(group.getName()));
        checkRequirements(group);
        unless(
                group.getResourcesCount() >= 1 && group.getResourcesCount() <= params.getResourceUnitsMax(),
                MarketError.BAD_GROUPS,
                "group %s must have 1 to %s resource units; came %s",
                group.getName(),
                params.getResourceUnitsMax(),
                group.getResourcesCount());
        var ids = new TreeSet<Integer>();
        var built = group.toBuilder().clearResources();
        for (ResourceUnit unit : group.getResourcesList()) {
            unless(
                    unit.getResource().getId() != 0
                            && ids.add(unit.getResource().getId()),
                    MarketError.BAD_GROUPS,
                    "the resource ids of group %s are above 0 and unique; came %s",
                    group.getName(),
                    Integer.toUnsignedString(unit.getResource().getId()));
            checkResources(group.getName(), unit.getResource());
            built.addResources(priced(group.getName(), unit));
        }
        GroupSpec checked = built.build();
        requireTotals(checked);
        return checked;
    }

    /** An order that cannot be added up is one that nobody could ever be matched with. */
    private static void requireTotals(GroupSpec group) {
        try {
            ResourceTotals.of(group);
        } catch (MalformedException tooMuch) {
            throw new Rejection(
                    MarketError.BAD_GROUPS,
                    String.format(
                            Locale.ROOT, "group %s asks for too much: %s", group.getName(), tooMuch.getMessage()));
        }
    }

    private ResourceUnit priced(String group, ResourceUnit unit) {
        unless(
                unit.getCount() >= 1 && unit.getCount() <= COUNT_MAX,
                MarketError.BAD_GROUPS,
                "the count of a resource unit of group %s must be 1 to %s; came %s",
                group,
                COUNT_MAX,
                Integer.toUnsignedString(unit.getCount()));
        String denom = realDenom(unit.getPrice().getDenom());
        List<String> accepted = params.getDeploymentDepositMinList().stream()
                .map(Coin::getDenom)
                .toList();
        unless(
                accepted.contains(denom),
                MarketError.DENOM_NOT_ACCEPTED,
                "this network prices leases in %s (and reads %s as such); group %s is priced in %s",
                String.join(", ", accepted),
                params.getDenomAliasesList().stream().map(DenomAlias::getFrom).toList(),
                group,
                MalformedException.quote(denom));
        var price = Price.ofScaled(new Denom(denom), unit.getPrice().getAmount());
        unless(!price.isZero(), MarketError.BAD_GROUPS, "the price ceilings of group %s must be above 0", group);
        return unit.toBuilder().setPrice(price.toProto()).build();
    }

    private String realDenom(String name) {
        return params.getDenomAliasesList().stream()
                .filter(alias -> alias.getFrom().equals(name))
                .map(DenomAlias::getTo)
                .findFirst()
                .orElse(name);
    }

    private void checkRequirements(GroupSpec group) {
        checkAttributes(group.getName(), group.getRequirements().getAttributesList());
        int auditors = group.getRequirements().getSignedBy().getAllOfCount()
                + group.getRequirements().getSignedBy().getAnyOfCount();
        unless(
                auditors <= params.getAttributesMax(),
                MarketError.BAD_GROUPS,
                "group %s may name %s auditors; came %s",
                group.getName(),
                params.getAttributesMax(),
                auditors);
    }

    private void checkAttributes(String group, List<Attribute> attributes) {
        unless(
                attributes.size() <= params.getAttributesMax(),
                MarketError.BAD_GROUPS,
                "group %s may ask for %s attributes; came %s",
                group,
                params.getAttributesMax(),
                attributes.size());
        for (Attribute attribute : attributes) {
            checkText("an attribute's key", attribute.getKey(), NAME_BYTES_MAX);
            checkText("the attribute " + attribute.getKey(), attribute.getValue(), VALUE_BYTES_MAX);
        }
    }

    private void checkResources(String group, Resources resource) {
        checkSize(
                group,
                "CPU in thousandths of a core",
                Quantities.read(resource.getCpu().getUnits()),
                CPU_MILLIS_MIN,
                CPU_MILLIS_MAX);
        checkSize(
                group,
                "memory in bytes",
                Quantities.read(resource.getMemory().getQuantity()),
                MEMORY_BYTES_MIN,
                MEMORY_BYTES_MAX);
        checkSize(group, "GPUs", Quantities.read(resource.getGpu().getUnits()), 0, GPUS_MAX);
        unless(
                resource.getStorageCount() <= VOLUMES_MAX && resource.getEndpointsCount() <= ENDPOINTS_MAX,
                MarketError.BAD_GROUPS,
                "a resource unit has at most %s volumes and %s endpoints; in group %s came %s and %s",
                VOLUMES_MAX,
                ENDPOINTS_MAX,
                group,
                resource.getStorageCount(),
                resource.getEndpointsCount());
        var volumes = new TreeSet<String>();
        for (Storage volume : resource.getStorageList()) {
            checkText("a volume's name", volume.getName(), NAME_BYTES_MAX);
            unless(
                    volumes.add(volume.getName()),
                    MarketError.BAD_GROUPS,
                    "the volumes of a resource unit have names of their own; in group %s came %s twice",
                    group,
                    MalformedException.quote(volume.getName()));
            checkSize(
                    group,
                    "storage in bytes",
                    Quantities.read(volume.getQuantity()),
                    STORAGE_BYTES_MIN,
                    STORAGE_BYTES_MAX);
            checkAttributes(group, volume.getAttributesList());
        }
        checkAttributes(group, resource.getCpu().getAttributesList());
        checkAttributes(group, resource.getMemory().getAttributesList());
        checkAttributes(group, resource.getGpu().getAttributesList());
    }

    private static void checkSize(String group, String what, long size, long min, long max) {
        unless(
                size >= min && size <= max,
                MarketError.BAD_GROUPS,
                "%s of a resource unit must be from %s to %s; in group %s came %s",
                what,
                min,
                max,
                group,
                size);
    }

    private static void checkText(String what, String text, int bytesMax) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        unless(bytes <= bytesMax, MarketError.BAD_TEXT, "%s may have %s bytes; it has %s", what, bytesMax, bytes);
    }
}
