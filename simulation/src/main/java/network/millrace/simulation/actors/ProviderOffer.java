package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.agent.bidding.Offering;
import network.millrace.agent.pricing.Rates;
import network.millrace.agent.workload.Limits;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.MsgRegisterProvider;
import network.millrace.protocol.provider.v1.ProviderInfo;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.StorageCapacity;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.World;

/** What a provider has and asks for it. */
public record ProviderOffer(Party party, Offering offering, Rates rates) {
    private static final long GIBIBYTE = 1L << 30;
    private static final int FINGERPRINT_BYTES = 32;
    private static final int PROCESSES = 1_000;

    /** A provider of that name: small enough that its machine is full now and then. */
    public static ProviderOffer drawn(World world, String name) {
        Draw draw = world.draw("offer of " + name);
        Capacity capacity = Capacity.newBuilder()
                .setCpuMillis(draw.between(2, 16) * 1_000)
                .setMemoryBytes(draw.between(4, 32) * GIBIBYTE)
                .addStorage(StorageCapacity.newBuilder().setBytes(draw.between(20, 200) * GIBIBYTE))
                .build();
        Offering offering = new Offering(
                capacity,
                List.of(Attribute.newBuilder()
                        .setKey("tier")
                        .setValue(draw.pick(List.of("community", "datacenter")))
                        .build()),
                draw.pick(List.of("DE", "FR")),
                draw.pick(List.of("eu-central", "eu-west")));
        return new ProviderOffer(Party.of(world, name), offering, rates(draw));
    }

    /** The message that registers it. */
    public MsgRegisterProvider registration() {
        byte[] fingerprint = new byte[FINGERPRINT_BYTES];
        new Draw(party.name().hashCode()).nextBytes(fingerprint);
        return MsgRegisterProvider.newBuilder()
                .setOwner(party.address().toString())
                .setEndpoint("https://" + party.name() + ".example:8443")
                .addAllAttributes(offering.attributes())
                .setCapacity(offering.capacity())
                .addFingerprints(Fingerprint.newBuilder().setSha256(ByteString.copyFrom(fingerprint)))
                .setInfo(ProviderInfo.newBuilder().setName(party.name()))
                .setCountry(offering.country())
                .setRegion(offering.region())
                .build();
    }

    /** What a machine of this offer can enforce. */
    Limits machine() {
        return new Limits(
                offering.capacity().getCpuMillis(),
                offering.capacity().getMemoryBytes(),
                PROCESSES,
                offering.capacity().getStorage(0).getBytes());
    }

    private static Rates rates(Draw draw) {
        return new Rates(
                Denom.UUSD,
                price(draw, 1_500),
                price(draw, 400),
                price(draw, 10),
                price(draw, 30),
                price(draw, 50_000),
                price(draw, 20),
                Price.ofWhole(Denom.UUSD, 1));
    }

    /** Around so many micro-units, with digits behind the point. */
    private static Price price(Draw draw, int about) {
        return Price.parse(Denom.UUSD, draw.between(about / 2, about * 3L / 2) + "." + draw.between(1, 999_999));
    }
}
