package network.millrace.agent.bidding;

import java.util.List;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Capacity;

/** What the provider shows the network: its offered capacity, attributes and place, as registered on the ledger. */
public record Offering(Capacity capacity, List<Attribute> attributes, String country, String region) {

    public Offering {
        attributes = List.copyOf(attributes);
    }
}
