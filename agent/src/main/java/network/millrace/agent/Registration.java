package network.millrace.agent;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.inventory.Machine;
import network.millrace.agent.settings.AgentSettings;
import network.millrace.client.Network;
import network.millrace.client.RefusedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.matching.Matching;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.MsgRegisterProvider;
import network.millrace.protocol.provider.v1.MsgUpdateProvider;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.provider.v1.QueryProviderRequest;
import network.millrace.protocol.provider.v1.QueryProviderResponse;
import network.millrace.protocol.resources.v1.Attribute;

/**
 * What a provider says of itself on the ledger, from its settings and its measured machine.
 *
 * @param wanted height and time of registration are left empty
 */
public record Registration(Provider wanted) {

    /**
     * @param endpoint https://host:port of the door
     * @param fingerprints of the door's certificates
     */
    public static Registration of(
            Address owner, AgentSettings settings, Machine machine, String endpoint, List<Fingerprint> fingerprints) {
        Allotment offered = settings.share().of(machine);
        return new Registration(Provider.newBuilder()
                .setOwner(owner.toString())
                .setEndpoint(endpoint)
                .addAllAttributes(attributes(settings, machine))
                .setCapacity(offered.toCapacity())
                .addAllFingerprints(fingerprints)
                .setInfo(settings.info())
                .setCountry(settings.country())
                .setRegion(settings.region())
                .build());
    }

    /** The operator's attributes, and the measured architecture, which no operator can claim otherwise. */
    private static List<Attribute> attributes(AgentSettings settings, Machine machine) {
        TreeMap<String, String> attributes = new TreeMap<>(settings.attributes());
        attributes.put(Matching.ARCHITECTURE_KEY, machine.architecture());
        return attributes.entrySet().stream()
                .map(entry -> Attribute.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())
                        .build())
                .toList();
    }

    /** What the ledger holds of a provider; empty when it is not registered. */
    public static Optional<Provider> onLedger(Network network, Address owner) {
        try {
            QueryProviderResponse answer = network.query(
                    "provider",
                    "Provider",
                    QueryProviderRequest.newBuilder().setOwner(owner.toString()).build(),
                    QueryProviderResponse.getDefaultInstance());
            return answer.hasProvider() ? Optional.of(answer.getProvider()) : Optional.empty();
        } catch (RefusedException e) {
            if (e.codespace().equals("provider")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The message that makes the ledger say what is wanted.
     *
     * @param present what the ledger says now
     * @return empty when it says so already
     */
    public Optional<Message> update(Provider present) {
        Provider comparable =
                present.toBuilder().clearRegisteredHeight().clearRegisteredMs().build();
        return comparable.equals(wanted) ? Optional.empty() : Optional.of(updated());
    }

    /** The same, but offering what the ledger has: for the time while leases need what would vanish. */
    Registration keepingOffer(Provider present) {
        return new Registration(wanted.toBuilder()
                .setCapacity(present.getCapacity())
                .clearAttributes()
                .addAllAttributes(present.getAttributesList())
                .build());
    }

    /** The message for a provider that is not registered yet. */
    public MsgRegisterProvider register() {
        return MsgRegisterProvider.newBuilder()
                .setOwner(wanted.getOwner())
                .setEndpoint(wanted.getEndpoint())
                .addAllAttributes(wanted.getAttributesList())
                .setCapacity(wanted.getCapacity())
                .addAllFingerprints(wanted.getFingerprintsList())
                .setInfo(wanted.getInfo())
                .setCountry(wanted.getCountry())
                .setRegion(wanted.getRegion())
                .build();
    }

    private MsgUpdateProvider updated() {
        return MsgUpdateProvider.newBuilder()
                .setOwner(wanted.getOwner())
                .setEndpoint(wanted.getEndpoint())
                .addAllAttributes(wanted.getAttributesList())
                .setCapacity(wanted.getCapacity())
                .addAllFingerprints(wanted.getFingerprintsList())
                .setInfo(wanted.getInfo())
                .setCountry(wanted.getCountry())
                .setRegion(wanted.getRegion())
                .build();
    }
}
