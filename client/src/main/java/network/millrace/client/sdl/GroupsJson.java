package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.PlacementRequirements;
import network.millrace.protocol.resources.v1.ResourceUnit;

/** Groups in Akash's JSON, for people and tools. */
final class GroupsJson {
    private GroupsJson() {}

    /** Which lists of signers were written down, be it empty: JSON tells an empty list from none, the group's bytes do not. */
    record Presence(boolean allOf, boolean anyOf) {}

    static String plain(List<GroupSpec> groups, List<Presence> presences) {
        List<JsonObject> written = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            written.add(group(groups.get(i), presences.get(i)));
        }
        return GoJson.plain(written);
    }

    private static JsonObject group(GroupSpec group, Presence presence) {
        return new JsonObject()
                .put("name", group.getName())
                .put("requirements", requirements(group.getRequirements(), presence))
                .put(
                        "resources",
                        group.getResourcesList().stream().map(GroupsJson::unit).toList());
    }

    private static JsonObject requirements(PlacementRequirements requirements, Presence presence) {
        JsonObject signedBy = new JsonObject()
                .putOrNull(
                        "all_of",
                        presence.allOf(),
                        List.copyOf(requirements.getSignedBy().getAllOfList()))
                .putOrNull(
                        "any_of",
                        presence.anyOf(),
                        List.copyOf(requirements.getSignedBy().getAnyOfList()));
        return new JsonObject()
                .put("signed_by", signedBy)
                .putOrNull(
                        "attributes",
                        requirements.getAttributesCount() > 0,
                        ResourcesJson.attributes(requirements.getAttributesList()));
    }

    private static JsonObject unit(ResourceUnit unit) {
        BigDecimal amount = new BigDecimal(new BigInteger(unit.getPrice().getAmount()), Price.DIGITS);
        JsonObject price =
                new JsonObject().put("denom", unit.getPrice().getDenom()).put("amount", amount.toPlainString());
        return new JsonObject()
                .put("resource", ResourcesJson.resources(unit.getResource()))
                .put("count", Integer.toUnsignedLong(unit.getCount()))
                .put("price", price);
    }
}
