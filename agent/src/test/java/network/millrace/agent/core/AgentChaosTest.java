package network.millrace.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.lease.Labels;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.testkit.FakeLedger.Mood;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.agent.testkit.Property;
import network.millrace.agent.testkit.Stage;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.junit.jupiter.api.Test;

/** A provider among orders, awards, closes, silent nodes, lost answers, crashes and lost disks, drawn from a seed. */
class AgentChaosTest {

    private static final ByteString WEB = Fixtures.manifest("nginx:1.27", "port=8080");
    private static final List<Mood> MOODS = List.of(Mood.ANSWERS, Mood.SWALLOWS_ANSWERS, Mood.SILENT);
    private static final int STEPS = 60;

    @Test
    void neverPromisesTwiceNorEndsWhatIsPaid() {
        Property.holds("agent chaos", 100, AgentChaosTest::oneLife);
    }

    /** Orders were bid on while leases found after the loss of the journal were not yet counted. */
    @Test
    void countsWhatTheLedgerShowsBeforeItBids() {
        oneLife(Property.seeded(7_551_059_573_783L));
    }

    private static void oneLife(RandomGenerator random) {
        Stage stage = new Stage();
        List<OrderId> orders = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            happen(stage, orders, random);
            check(stage, orders);
        }
        stage.ledger().mood(Mood.ANSWERS);
        stage.pass(Duration.ofMinutes(15));
        check(stage, orders);
        checkRest(stage, orders);
    }

    private static void happen(Stage stage, List<OrderId> orders, RandomGenerator random) {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> {
                OrderId order = Fixtures.order(orders.size() + 1);
                orders.add(order);
                stage.ledger().deploy(order, group(random), Fixtures.hash(WEB));
                stage.settle();
            }
            case 3, 4 ->
                withOne(orders, random, order -> {
                    if (stage.ledger()
                            .bid(order)
                            .map(Bid::getState)
                            .filter(Bid.State.OPEN::equals)
                            .isPresent()) {
                        stage.ledger().award(order, 120_000);
                        stage.settle();
                    }
                });
            case 5, 6 -> withOne(orders, random, order -> offer(stage, order));
            case 7 ->
                withOne(orders, random, order -> {
                    if (stage.ledger().hasOpenLease(order)) {
                        stage.ledger().close(order, CloseReason.OWNER);
                        stage.settle();
                    }
                });
            case 8 ->
                withOne(orders, random, order -> {
                    if (!stage.ledger().hasOpenLease(order)) {
                        stage.ledger().cancel(order);
                        stage.settle();
                    }
                });
            case 9 -> stage.ledger().mood(MOODS.get(random.nextInt(MOODS.size())));
            case 10 -> stage.restart();
            case 11 -> {
                stage.journal().tear(random.nextInt(200));
                stage.restart();
            }
            case 12 -> {
                stage.journal().lose();
                stage.restart();
            }
            default -> stage.pass(Duration.ofMillis(random.nextInt(90_000)));
        }
    }

    private static void offer(Stage stage, OrderId order) {
        try {
            stage.manifest(order, WEB);
        } catch (ManifestRefusal e) {
            throw new AssertionError("the right manifest is never refused", e);
        }
        stage.pass(Duration.ofSeconds(3));
    }

    private interface Doing {
        void to(OrderId order);
    }

    private static void withOne(List<OrderId> orders, RandomGenerator random, Doing doing) {
        if (!orders.isEmpty()) {
            doing.to(orders.get(random.nextInt(orders.size())));
        }
    }

    private static GroupSpec group(RandomGenerator random) {
        return Fixtures.group(500 + random.nextInt(2_500), 256 + random.nextInt(2_000));
    }

    /** At every moment: what the ledger can hold the provider to fits its machine, and what it pays for runs on. */
    private static void check(Stage stage, List<OrderId> orders) {
        long promisedCpu = 0;
        for (OrderId order : orders) {
            boolean isOpenBid = stage.ledger()
                    .bid(order)
                    .map(Bid::getState)
                    .filter(Bid.State.OPEN::equals)
                    .isPresent();
            if (isOpenBid || stage.ledger().hasOpenLease(order)) {
                promisedCpu += stage.ledger().cpuMillis(order);
            }
            if (stage.ledger().hasOpenLease(order)
                    && stage.ledger().lease(order).getState() == Lease.State.ACTIVE) {
                assertThat(workloadsOf(stage, order))
                        .as("paid, so it runs: %s", order)
                        .isNotEmpty();
            }
        }
        assertThat(promisedCpu)
                .as("promised on the ledger")
                .isLessThanOrEqualTo(Fixtures.machine().cpuMillis());
    }

    /** Once all is quiet and the ledger answers, nothing is held for what has ended. */
    private static void checkRest(Stage stage, List<OrderId> orders) {
        Allotment held = Allotment.NOTHING;
        for (OrderId order : orders) {
            boolean isOpenBid = stage.ledger()
                    .bid(order)
                    .map(Bid::getState)
                    .filter(Bid.State.OPEN::equals)
                    .isPresent();
            boolean isLease = stage.ledger().hasOpenLease(order);
            assertThat(stage.core().view().inventory().reservation(order).isPresent())
                    .as("held exactly while promised: %s", order)
                    .isEqualTo(isOpenBid || isLease);
            if (!isLease) {
                assertThat(workloadsOf(stage, order))
                        .as("closed, so it is gone: %s", order)
                        .isEmpty();
            }
            held = stage.core().view().inventory().held();
        }
        assertThat(stage.core().view().inventory().free().plus(held)).isEqualTo(Fixtures.machine());
    }

    private static List<WorkloadStatus> workloadsOf(Stage stage, OrderId order) {
        LeaseId lease = order.lease(Fixtures.IDENTITY.provider());
        return stage.backend().inspectAll().stream()
                .filter(status -> Labels.lease(status, Fixtures.CHAIN)
                        .filter(lease::equals)
                        .isPresent())
                .toList();
    }
}
