package network.millrace.cli.sdl;

import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.SignedBy;

/** What a group asks of its provider beside room: words about itself, and who has confirmed them. */
final class Demands {
    private Demands() {}

    static List<String> of(GroupSpec group) {
        List<String> demands = new ArrayList<>();
        group.getRequirements()
                .getAttributesList()
                .forEach(attribute -> demands.add("say " + attribute.getKey() + "=" + attribute.getValue()));
        SignedBy signedBy = group.getRequirements().getSignedBy();
        if (signedBy.getAllOfCount() > 0) {
            demands.add("be confirmed by all of " + String.join(", ", signedBy.getAllOfList()));
        }
        if (signedBy.getAnyOfCount() > 0) {
            demands.add("be confirmed by one of " + String.join(", ", signedBy.getAnyOfList()));
        }
        return demands;
    }
}
