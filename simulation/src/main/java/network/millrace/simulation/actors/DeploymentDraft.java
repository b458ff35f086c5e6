package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Cpu;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Memory;
import network.millrace.protocol.resources.v1.PlacementRequirements;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;
import network.millrace.simulation.world.Draw;

/** What a tenant is about to deploy: the groups for the ledger and the manifest for the provider. */
record DeploymentDraft(List<GroupSpec> groups, OrderTerms terms, ByteString manifest) {
    private static final long MEBIBYTE = 1L << 20;
    private static final int PORT = 8080;

    DeploymentDraft {
        groups = List.copyOf(groups);
    }

    /** One to three groups of one service each, most of them small. */
    static DeploymentDraft drawn(Draw draw, Behaviour behaviour) {
        List<GroupSpec> groups = new ArrayList<>();
        long count = draw.chance(700_000) ? 1 : draw.between(2, 3);
        for (int i = 1; i <= count; i++) {
            groups.add(group(draw, "group-" + i));
        }
        OrderTerms.Builder terms = OrderTerms.newBuilder().setExpectedDurationS(draw.between(0, 7_200));
        if (draw.chance(200_000)) {
            terms.setAward(OrderTerms.AwardMode.TENANT);
        }
        if (draw.chance(150_000)) {
            terms.setRegion("eu-central");
        }
        return new DeploymentDraft(groups, terms.build(), manifest(draw, groups, behaviour));
    }

    Hash hash() {
        return Hash.sha256(manifest.toByteArray());
    }

    /** The same groups with another manifest. */
    DeploymentDraft rewritten(Draw draw, Behaviour behaviour) {
        return new DeploymentDraft(groups, terms, manifest(draw, groups, behaviour));
    }

    /** The price of all groups at their ceilings for a number of pricing periods, whole micro-units. */
    long costAtMost(long periods) {
        Price sum = Price.zero(Denom.UUSD);
        for (GroupSpec group : groups) {
            for (ResourceUnit unit : group.getResourcesList()) {
                sum = sum.plus(Price.of(unit.getPrice()).times(unit.getCount()));
            }
        }
        return sum.costRoundedUp(periods).amount().value().longValueExact();
    }

    private static GroupSpec group(Draw draw, String name) {
        long cpu = draw.pick(List.of(100L, 250L, 500L, 1_000L, 2_000L, 4_000L));
        long memory = draw.pick(List.of(64L, 128L, 512L, 1_024L, 4_096L)) * MEBIBYTE;
        Resources.Builder resources = Resources.newBuilder()
                .setId(1)
                .setCpu(Cpu.newBuilder().setUnits(value(cpu)))
                .setMemory(Memory.newBuilder().setQuantity(value(memory)))
                .addStorage(Storage.newBuilder().setName("default").setQuantity(value(512 * MEBIBYTE)))
                .setGpu(network.millrace.protocol.resources.v1.Gpu.newBuilder().setUnits(value(0)));
        if (draw.chance(800_000)) {
            resources.addEndpoints(Endpoint.newBuilder().setKind(Endpoint.Kind.SHARED_HTTP));
        }
        PlacementRequirements.Builder placement = PlacementRequirements.newBuilder();
        if (draw.chance(150_000)) {
            placement.addAttributes(Attribute.newBuilder().setKey("tier").setValue("datacenter"));
        }
        // Most ceilings are generous; some nobody can serve.
        long ceiling = draw.chance(900_000) ? draw.between(2_000, 20_000) : draw.between(1, 300);
        return GroupSpec.newBuilder()
                .setName(name)
                .setRequirements(placement)
                .addResources(ResourceUnit.newBuilder()
                        .setResource(resources)
                        .setCount(1)
                        .setPrice(Price.ofWhole(Denom.UUSD, ceiling).toProto()))
                .build();
    }

    private static ByteString manifest(Draw draw, List<GroupSpec> groups, Behaviour behaviour) {
        Manifest.Builder manifest = Manifest.newBuilder();
        for (GroupSpec group : groups) {
            Resources resources = group.getResources(0).getResource();
            Service.Builder service = Service.newBuilder()
                    .setName("web")
                    .setImage("example.org/" + behaviour.image() + ":" + draw.between(1, 9))
                    .addAllEnv(behaviour.environment())
                    .setResources(resources)
                    .setCount(1);
            if (resources.getEndpointsCount() > 0) {
                service.addExpose(
                        ServiceExpose.newBuilder().setPort(PORT).setProto("TCP").setGlobal(true));
            }
            manifest.addGroups(
                    ManifestGroup.newBuilder().setName(group.getName()).addServices(service));
        }
        return ByteString.copyFrom(ManifestForm.write(manifest.build()));
    }

    private static ResourceValue value(long amount) {
        return ResourceValue.newBuilder()
                .setVal(ByteString.copyFromUtf8(Long.toString(amount)))
                .build();
    }
}
