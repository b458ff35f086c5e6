package network.millrace.ledger.modules.market;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.ResourceOffer;
import network.millrace.protocol.matching.Quantities;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;

/** Whether what a bid offers covers what the order asks for: every unit by id, as many, and nothing smaller. Pure. */
final class Offers {
    private Offers() {}

    /** The first thing that is not covered, as a sentence. */
    static Optional<String> shortfall(GroupSpec wanted, List<ResourceOffer> offers) {
        if (offers.size() != wanted.getResourcesCount()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "the order has %d resource units; the offer has %d",
                    wanted.getResourcesCount(),
                    offers.size()));
        }
        for (ResourceUnit unit : wanted.getResourcesList()) {
            Optional<String> shortfall = offers.stream()
                    .filter(offer ->
                            offer.getResource().getId() == unit.getResource().getId())
                    .findFirst()
                    .map(offer -> shortfall(unit, offer))
                    .orElseGet(() -> Optional.of("no offer for resource unit "
                            + Integer.toUnsignedString(unit.getResource().getId())));
            if (shortfall.isPresent()) {
                return shortfall;
            }
        }
        return Optional.empty();
    }

    /** The group as offered, so that the offer itself can be matched against what the provider owns. */
    static GroupSpec offered(Order order, List<ResourceOffer> offers) {
        var group = order.getSpec().toBuilder().clearResources();
        for (ResourceOffer offer : offers) {
            group.addResources(
                    ResourceUnit.newBuilder().setResource(offer.getResource()).setCount(offer.getCount()));
        }
        return group.build();
    }

    private static Optional<String> shortfall(ResourceUnit unit, ResourceOffer offer) {
        if (offer.getCount() != unit.getCount()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "resource unit %s is wanted %s times; offered are %s",
                    unit.getResource().getId(),
                    unit.getCount(),
                    Integer.toUnsignedString(offer.getCount())));
        }
        Resources wanted = unit.getResource();
        Resources offered = offer.getResource();
        return smaller(
                        wanted,
                        "CPU (thousandths of a core)",
                        Quantities.read(wanted.getCpu().getUnits()),
                        Quantities.read(offered.getCpu().getUnits()))
                .or(() -> smaller(
                        wanted,
                        "memory (bytes)",
                        Quantities.read(wanted.getMemory().getQuantity()),
                        Quantities.read(offered.getMemory().getQuantity())))
                .or(() -> smaller(
                        wanted,
                        "GPUs",
                        Quantities.read(wanted.getGpu().getUnits()),
                        Quantities.read(offered.getGpu().getUnits())))
                .or(() -> gpuModels(wanted, offered))
                .or(() -> volumes(wanted, offered))
                .or(() -> endpoints(wanted, offered));
    }

    /** The GPUs that are offered must be among those asked for; an offer may name one of several more closely. */
    private static Optional<String> gpuModels(Resources wanted, Resources offered) {
        List<Attribute> models = wanted.getGpu().getAttributesList();
        if (models.isEmpty()) {
            return Optional.empty();
        }
        boolean named = offered.getGpu().getAttributesCount() > 0
                && offered.getGpu().getAttributesList().stream()
                        .allMatch(model -> models.stream().anyMatch(asked -> names(asked.getKey(), model.getKey())));
        return named
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "resource unit %s wants GPUs of %s; the offer names %s",
                        wanted.getId(),
                        keys(models),
                        keys(offered.getGpu().getAttributesList())));
    }

    private static boolean names(String asked, String offered) {
        boolean anyModel = asked.endsWith("/*") && offered.startsWith(asked.substring(0, asked.length() - 1));
        return anyModel || offered.equals(asked) || offered.startsWith(asked + "/");
    }

    private static List<String> keys(List<Attribute> attributes) {
        return attributes.stream().map(Attribute::getKey).toList();
    }

    private static Optional<String> volumes(Resources wanted, Resources offered) {
        for (Storage volume : wanted.getStorageList()) {
            Optional<Storage> same = offered.getStorageList().stream()
                    .filter(other -> other.getName().equals(volume.getName())
                            && other.getAttributesList().equals(volume.getAttributesList()))
                    .findFirst();
            if (same.isEmpty()) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "resource unit %s wants the volume \"%s\" with its attributes; it is not offered",
                        wanted.getId(),
                        volume.getName()));
            }
            Optional<String> smaller = smaller(
                    wanted,
                    "volume \"" + volume.getName() + "\" (bytes)",
                    Quantities.read(volume.getQuantity()),
                    Quantities.read(same.get().getQuantity()));
            if (smaller.isPresent()) {
                return smaller;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> endpoints(Resources wanted, Resources offered) {
        return offered.getEndpointsList().containsAll(wanted.getEndpointsList())
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "resource unit %s wants %d endpoints; not all of them are offered",
                        wanted.getId(),
                        wanted.getEndpointsCount()));
    }

    private static Optional<String> smaller(Resources unit, String what, long wanted, long offered) {
        return offered >= wanted
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "resource unit %s wants %d of %s; offered are %d",
                        unit.getId(),
                        wanted,
                        what,
                        offered));
    }
}
