package network.millrace.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.agent.testkit.Property;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Gpu;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import org.junit.jupiter.api.Test;

class InventoryTest {

    private static final Allotment MACHINE = Fixtures.machine();

    @Test
    void whatOneOrderHoldsNoOtherGets() {
        Inventory inventory = Inventory.empty(MACHINE)
                .reserve(Fixtures.order(1), Fixtures.amounts(3_000, 1_024, 0), 100)
                .orElseThrow();

        assertThat(inventory.reserve(Fixtures.order(2), Fixtures.amounts(1_001, 0, 0), 100))
                .isEmpty();
        assertThat(inventory.reserve(Fixtures.order(2), Fixtures.amounts(1_000, 0, 0), 100))
                .isPresent();
    }

    @Test
    void reservingAgainChangesNothing() {
        Inventory once = Inventory.empty(MACHINE)
                .reserve(Fixtures.order(1), Fixtures.amounts(3_000, 0, 0), 100)
                .orElseThrow();

        assertThat(once.reserve(Fixtures.order(1), Fixtures.amounts(1, 0, 0), 200))
                .contains(once);
    }

    @Test
    void aPendingReservationExpiresAndALeasedOneDoesNot() {
        Inventory inventory = Inventory.empty(MACHINE)
                .reserve(Fixtures.order(1), Fixtures.amounts(1, 0, 0), 100)
                .flatMap(one -> one.reserve(Fixtures.order(2), Fixtures.amounts(1, 0, 0), 100))
                .orElseThrow()
                .lease(Fixtures.order(2), Allotment.NOTHING);

        assertThat(inventory.expiredAt(100)).isEmpty();
        assertThat(inventory.expiredAt(101)).containsExactly(Fixtures.order(1));
        assertThat(inventory.free().cpuMillis())
                .as("the lease keeps what the bid promised")
                .isEqualTo(3_998);
    }

    @Test
    void aSmallerOfferTakesNothingFromLeasesAndPromisesNothingNew() {
        Inventory shrunk = Inventory.empty(MACHINE)
                .lease(Fixtures.order(1), Fixtures.amounts(3_000, 0, 0))
                .offering(Fixtures.amounts(2_000, 4_096, 0));

        assertThat(shrunk.free().cpuMillis()).isZero();
        assertThat(shrunk.reservation(Fixtures.order(1))
                        .orElseThrow()
                        .allotment()
                        .cpuMillis())
                .isEqualTo(3_000);
        assertThat(shrunk.reserve(Fixtures.order(2), Fixtures.amounts(1, 0, 0), 100))
                .isEmpty();
    }

    @Test
    void freeIsNeverNegativeAndNothingIsPromisedTwice() {
        Property.holds("inventory laws", 200, InventoryTest::laws);
    }

    private static void laws(RandomGenerator random) {
        Inventory inventory = Inventory.empty(MACHINE);
        Map<OrderId, Allotment> model = new HashMap<>();
        for (int step = 0; step < 60; step++) {
            OrderId order = Fixtures.order(1 + random.nextInt(12));
            if (random.nextInt(3) == 0) {
                inventory = inventory.release(order);
                model.remove(order);
                check(inventory, model);
                continue;
            }
            Allotment wanted = Fixtures.amounts(random.nextInt(3_000), random.nextInt(3_000), random.nextInt(30_000));
            Optional<Inventory> next = inventory.reserve(order, wanted, random.nextInt(1_000));
            boolean fits = model.containsKey(order) || MACHINE.covers(sum(model).plus(wanted));
            assertThat(next.isPresent()).as("exactly what fits is promised").isEqualTo(fits);
            if (next.isPresent()) {
                inventory = next.get();
                model.putIfAbsent(order, wanted);
            }
            check(inventory, model);
        }
    }

    private static void check(Inventory inventory, Map<OrderId, Allotment> model) {
        assertThat(inventory.held()).isEqualTo(sum(model));
        assertThat(inventory.free().plus(inventory.held())).isEqualTo(MACHINE);
        assertThat(inventory.reservations().keySet()).isEqualTo(model.keySet());
    }

    private static Allotment sum(Map<OrderId, Allotment> model) {
        return model.values().stream().reduce(Allotment.NOTHING, Allotment::plus);
    }

    @Test
    void aGroupNeedsEachUnitTimesItsCount() {
        GroupSpec group = Fixtures.group(1_500, 1_024);
        GroupSpec twice = group.toBuilder()
                .setResources(0, group.getResources(0).toBuilder().setCount(2))
                .build();

        Allotment needs = GroupNeeds.allot(twice, MACHINE).orElseThrow();

        assertThat(needs.cpuMillis()).isEqualTo(3_000);
        assertThat(needs.storageBytes()).containsEntry(StorageKind.EPHEMERAL, 1_024 * Fixtures.MIB);
    }

    @Test
    void amountsThatAreNoNumbersOrTooManyAreRefused() {
        GroupSpec group = Fixtures.group(1, 1);
        ResourceUnit.Builder unit = group.getResources(0).toBuilder();
        unit.getResourceBuilder().getCpuBuilder().setUnits(Fixtures.value(999_999_999_999_999_999L));
        GroupSpec overflowing =
                group.toBuilder().setResources(0, unit.setCount(-1)).build();
        unit.getResourceBuilder().getCpuBuilder().setUnits(Fixtures.value(-5));
        GroupSpec negative = group.toBuilder().setResources(0, unit.setCount(1)).build();

        assertThatThrownBy(() -> GroupNeeds.allot(overflowing, MACHINE)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> GroupNeeds.allot(negative, MACHINE)).isInstanceOf(MalformedException.class);
    }

    @Test
    void gpusGoToWishesWithTheFewestChoicesFirst() {
        TreeMap<GpuKind, Long> gpus = new TreeMap<>();
        GpuKind a100 = new GpuKind("nvidia", "a100", 80L << 30, "pcie");
        GpuKind t4 = new GpuKind("nvidia", "t4", 16L << 30, "pcie");
        gpus.put(a100, 1L);
        gpus.put(t4, 1L);
        Allotment free = new Allotment(8_000, 8L << 30, new TreeMap<>(), gpus, 0, 0);
        GroupSpec group = GroupSpec.newBuilder()
                .addResources(gpu("vendor/nvidia/model/*"))
                .addResources(gpu("vendor/nvidia/model/a100/ram/80Gi"))
                .build();

        assertThat(GroupNeeds.allot(group, free).orElseThrow().gpus())
                .containsEntry(a100, 1L)
                .containsEntry(t4, 1L);
        assertThat(GroupNeeds.allot(
                        group.toBuilder()
                                .addResources(gpu("vendor/amd/model/*"))
                                .build(),
                        free))
                .isEmpty();
    }

    private static ResourceUnit gpu(String wish) {
        return ResourceUnit.newBuilder()
                .setCount(1)
                .setResource(Fixtures.resources(0, 0).toBuilder()
                        .setGpu(Gpu.newBuilder()
                                .setUnits(Fixtures.value(1))
                                .addAttributes(
                                        Attribute.newBuilder().setKey(wish).setValue("true"))))
                .build();
    }

    @Test
    void filesInMemoryAreOfferedOutOfTheMemory() {
        Machine machine = new Machine(4_000, 10L << 30, 100L << 30, "amd64").withFilesInMemory();
        Share all = new Share(new Share.Part(100, 0), new Share.Part(100, 0), new Share.Part(100, 0));

        Allotment offered = all.of(machine);

        assertThat(offered.memoryBytes()).isEqualTo(5L << 30);
        assertThat(offered.storageBytes()).containsEntry(StorageKind.EPHEMERAL, 5L << 30);
    }

    @Test
    void aShareIsRoundedDownAndCapped() {
        Machine machine = new Machine(4_000, 10L << 30, 100L << 30, "amd64");
        Share share = new Share(new Share.Part(80, 0), new Share.Part(100, 3L << 30), new Share.Part(33, 0));

        Allotment offered = share.of(machine);

        assertThat(offered.cpuMillis()).isEqualTo(3_200);
        assertThat(offered.memoryBytes()).isEqualTo(3L << 30);
        assertThat(offered.storageBytes()).containsEntry(StorageKind.EPHEMERAL, 33L << 30);
        assertThat(List.copyOf(offered.gpus().keySet())).isEmpty();
    }
}
