package network.millrace.client.sdl;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import network.millrace.client.sdl.Plan.Group;
import network.millrace.client.sdl.Plan.Unit;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Volume;
import network.millrace.protocol.cosmos.base.v1beta1.DecCoin;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Cpu;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.Gpu;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Memory;
import network.millrace.protocol.resources.v1.PlacementRequirements;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.SignedBy;
import network.millrace.protocol.resources.v1.Storage;

/** Builds the groups of a plan; the same bytes as Akash's, as long as the denomination is not replaced. */
final class GroupSpecs {
    private GroupSpecs() {}

    static List<GroupSpec> of(Plan plan) {
        return plan.groups().stream().map(GroupSpecs::group).toList();
    }

    private static GroupSpec group(Group group) {
        return GroupSpec.newBuilder()
                .setName(group.name())
                .setRequirements(PlacementRequirements.newBuilder()
                        .setSignedBy(SignedBy.newBuilder()
                                .addAllAllOf(group.placement().allOf().list())
                                .addAllAnyOf(group.placement().anyOf().list()))
                        .addAllAttributes(attributes(group)))
                .addAllResources(group.units().stream().map(GroupSpecs::unit).toList())
                .build();
    }

    /** What a service asks for as a tee becomes an attribute, beside one of that name that the document may have. */
    private static List<Attribute> attributes(Group group) {
        List<Attribute> attributes = new ArrayList<>(group.placement().attributes());
        group.members().stream()
                .map(member -> member.service().tee())
                .filter(tee -> !tee.isEmpty())
                .findFirst()
                .ifPresent(tee -> attributes.add(AttributeKeys.attribute(GroupChecks.TEE_KEY, tee)));
        GoSort.sort(attributes, (one, other) -> GoOrder.NAMES.compare(one.getKey(), other.getKey()) < 0);
        return attributes;
    }

    private static ResourceUnit unit(Unit unit) {
        return ResourceUnit.newBuilder()
                .setResource(resources(unit.id(), unit.compute(), unit.endpoints()))
                .setCount((int) unit.count())
                .setPrice(DecCoin.newBuilder()
                        .setDenom(unit.pricing().denom())
                        .setAmount(unit.pricing()
                                .amount()
                                .movePointRight(Price.DIGITS)
                                .toBigIntegerExact()
                                .toString()))
                .build();
    }

    /** The resources of a unit, or of one service with its own endpoints. */
    static Resources resources(int id, Compute compute, List<Endpoint> endpoints) {
        return Resources.newBuilder()
                .setId(id)
                .setCpu(Cpu.newBuilder()
                        .setUnits(value(compute.cpuMillis().value()))
                        .addAllAttributes(compute.cpuAttributes()))
                .setMemory(Memory.newBuilder()
                        .setQuantity(value(compute.memoryBytes().value())))
                .addAllStorage(
                        compute.volumes().stream().map(GroupSpecs::storage).toList())
                .setGpu(Gpu.newBuilder()
                        .setUnits(value(compute.gpus().value()))
                        .addAllAttributes(compute.gpuAttributes()))
                .addAllEndpoints(endpoints)
                .build();
    }

    private static Storage storage(Volume volume) {
        return Storage.newBuilder()
                .setName(volume.name())
                .setQuantity(value(volume.bytes().value()))
                .addAllAttributes(volume.attributes())
                .build();
    }

    private static ResourceValue value(long number) {
        return ResourceValue.newBuilder()
                .setVal(ByteString.copyFromUtf8(Long.toString(number)))
                .build();
    }
}
