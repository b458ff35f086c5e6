package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotsTest {

    @TempDir
    Path directory;

    private final List<Integer> cleaned = new ArrayList<>();
    private Slots slots;
    private Slots otherAgent;

    @BeforeEach
    void open() {
        SandboxSettings.HostShare root = SandboxSettings.HostShare.standard();
        SandboxSettings.HostShare share = new SandboxSettings.HostShare(
                directory.resolve("share"), directory.resolve("share"), root.ids(), root.network());
        slots = new Slots(share, slot -> cleaned.add(slot.number()));
        otherAgent = new Slots(share, slot -> cleaned.add(slot.number()));
    }

    private Path workload(String name) throws Exception {
        return Files.createDirectories(directory.resolve(name));
    }

    @Test
    void agentsOfAMachineNeverGetTheSameSlot() throws Exception {
        Slot one = slots.claim(workload("one"));
        Slot two = otherAgent.claim(workload("two"));

        assertThat(List.of(one.number(), two.number())).containsExactly(0, 1);
        assertThat(slots.isOwner(one, directory.resolve("one"))).isTrue();
        assertThat(slots.isOwner(two, directory.resolve("one"))).isFalse();
    }

    @Test
    void releasedSlotIsTheNextToBeUsed() throws Exception {
        Slot first = slots.claim(workload("one"));
        slots.claim(workload("two"));

        slots.release(first);

        assertThat(slots.isAnyClaimed()).isTrue();
        assertThat(slots.claim(workload("three")).number()).isZero();
        assertThat(cleaned).isEmpty();
    }

    @Test
    void slotOfADeletedWorkloadIsCleanedFirst() throws Exception {
        slots.claim(workload("one"));
        DirectoryTree.delete(directory.resolve("one"));

        Slot again = otherAgent.claim(workload("two"));

        assertThat(again.number()).isZero();
        assertThat(cleaned).containsExactly(0);
    }

    @Test
    void slotThatIsJustBeingClaimedIsLeftAlone() throws Exception {
        Files.createDirectories(directory.resolve("share/0"));

        assertThat(slots.claim(workload("one")).number()).isEqualTo(1);
        assertThat(cleaned).isEmpty();
    }

    @Test
    void whatSlotsHoldNeverOverlaps() {
        Set<Object> seen = new HashSet<>();
        for (int number = 0; number < SandboxSettings.Ids.SLOTS_MAX; number++) {
            Slot slot = slots.slot(number);
            assertThat(seen.add(slot.address())).isTrue();
            assertThat(seen.add(slot.hostAddress())).isTrue();
            assertThat(seen.add(slot.firstId())).isTrue();
            assertThat(slot.networkInterface(true).length()).isLessThanOrEqualTo(15);
        }
        assertThat(slots.slot(SandboxSettings.Ids.SLOTS_MAX - 1).address()).isEqualTo("10.197.255.254");
        assertThat(slots.slot(1).firstId() - slots.slot(0).firstId()).isEqualTo(Slot.IDS);
    }
}
