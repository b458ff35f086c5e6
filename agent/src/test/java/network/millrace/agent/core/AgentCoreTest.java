package network.millrace.agent.core;

import static network.millrace.agent.testkit.Fixtures.group;
import static network.millrace.agent.testkit.Fixtures.hash;
import static network.millrace.agent.testkit.Fixtures.manifest;
import static network.millrace.agent.testkit.Fixtures.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.testkit.FakeLedger.Mood;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.agent.testkit.Stage;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.protocol.access.v1.WorkloadEvent;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.MsgWithdrawLease;
import org.junit.jupiter.api.Test;

class AgentCoreTest {

    private static final ByteString WEB = manifest("nginx:1.27", "port=8080");
    private static final long READY_IN_MS = 120_000;

    private final Stage stage = new Stage();
    private final OrderId order = order(7);

    @Test
    void bidsOnAnOrderThatFitsAndReservesForIt() {
        stage.ledger().deploy(order, group(1_000, 1_024), hash(WEB));

        stage.settle();

        MsgCreateBid bid = (MsgCreateBid) stage.ledger().carriedOut().getFirst();
        assertThat(bid.getPrice().getAmount())
                .as("10 for a core and 4 for a GiB")
                .isEqualTo("14000000000000000000");
        assertThat(bid.getDeposit().getAmount()).as("100 periods").isEqualTo("1400");
        assertThat(free().cpuMillis()).isEqualTo(3_000);
    }

    @Test
    void doesNotBidOnWhatDoesNotFitAndKeepsTheReason() {
        stage.ledger().deploy(order, group(5_000, 1_024), hash(WEB));

        stage.settle();

        assertThat(stage.ledger().carriedOut()).isEmpty();
        assertThat(stage.core().view().refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.verdict().sentence()).contains("5 cores"));
        assertThat(free().cpuMillis()).isEqualTo(4_000);
    }

    @Test
    void neverPromisesTheSameCapacityTwice() {
        for (int dseq = 1; dseq <= 6; dseq++) {
            stage.ledger().deploy(order(dseq), group(1_500, 512), hash(WEB));
        }

        stage.settle();

        assertThat(stage.ledger().carriedOut(MsgCreateBid.class)).hasSize(2);
        assertThat(stage.core().view().refusals()).hasSize(4);
    }

    @Test
    void bidsLaterOnWhatDidNotFitForAWhile() {
        stage.ledger().deploy(order(1), group(3_000, 512), hash(WEB));
        stage.ledger().deploy(order(2), group(3_000, 512), hash(WEB));
        stage.settle();
        stage.ledger().cancel(order(1));

        stage.pass(Duration.ofMinutes(2));

        assertThat(stage.ledger().bid(order(2))).isPresent();
    }

    @Test
    void runsALeaseFromAwardToReady() throws ManifestRefusal {
        award();
        stage.manifest(order, WEB);

        stage.pass(Duration.ofSeconds(2));

        MsgLeaseReady ready =
                (MsgLeaseReady) stage.ledger().carriedOut(MsgLeaseReady.class).getFirst();
        assertThat(ready.getDigests(0)).startsWith("web=sha256:");
        assertThat(stage.ledger().lease(order).getState()).isEqualTo(Lease.State.ACTIVE);
        assertThat(stage.ledger().carriedOut(MsgLeaseReady.class)).hasSize(1);
    }

    @Test
    void refusesAManifestThatHashesToSomethingElse() {
        award();

        assertThatThrownBy(() -> stage.manifest(order, manifest("other:1")))
                .isInstanceOf(ManifestRefusal.class)
                .hasMessageContaining("the ledger says " + hash(WEB).hex());
    }

    @Test
    void tellsThatTheTenantSentNoManifestBeforeTheDeadline() {
        award();

        stage.pass(Duration.ofMillis(READY_IN_MS));

        assertThat(closeReason()).isEqualTo(CloseReason.NO_MANIFEST);
        assertThat(free()).as("given back").isEqualTo(offered());
    }

    @Test
    void tellsThatTheImageIsMissing() throws ManifestRefusal {
        closesBecause(CloseReason.IMAGE_MISSING, manifest("example/missing"));
    }

    @Test
    void tellsThatTheProgramExitsAtOnce() throws ManifestRefusal {
        closesBecause(CloseReason.WORKLOAD_EXITED, manifest("tool:1", "SCRIPT_RUN_FOR_MS=100", "SCRIPT_EXIT_CODE=3"));
    }

    @Test
    void tellsThatThePortNeverOpens() throws ManifestRefusal {
        closesBecause(CloseReason.WORKLOAD_INVALID, manifest("web:1", "port=80", "SCRIPT_READY_AFTER_MS=never"));
    }

    private void closesBecause(CloseReason reason, ByteString manifest) throws ManifestRefusal {
        stage.ledger().deploy(order, group(1_000, 1_024), hash(manifest));
        stage.settle().ledger().award(order, READY_IN_MS);
        stage.settle();
        stage.manifest(order, manifest);

        stage.pass(Duration.ofMillis(READY_IN_MS));

        assertThat(closeReason()).isEqualTo(reason);
        assertThat(stage.ledger().carriedOut(MsgLeaseReady.class)).isEmpty();
        assertThat(stage.backend().inspectAll()).isEmpty();
        assertThat(free()).isEqualTo(offered());
    }

    @Test
    void destroysAndForgetsWhenTheLedgerClosesTheLease() throws ManifestRefusal {
        running();
        stage.ledger().close(order, CloseReason.OWNER);

        stage.pass(Duration.ofSeconds(10));

        assertThat(stage.backend().inspectAll()).isEmpty();
        assertThat(stage.core().view().leases()).isEmpty();
        assertThat(free()).isEqualTo(offered());
    }

    @Test
    void keepsAPaidWorkloadWhileTheLedgerIsSilent() throws ManifestRefusal {
        running();
        stage.ledger().mood(Mood.SILENT);

        stage.pass(Duration.ofHours(3));

        assertThat(stage.backend().inspectAll()).singleElement().satisfies(status -> assertThat(status.isReady())
                .isTrue());
    }

    @Test
    void learnsOfACloseItMissedOnceTheLedgerAnswersAgain() throws ManifestRefusal {
        running();
        stage.ledger().mood(Mood.SILENT);
        stage.pass(Duration.ofMinutes(10));
        stage.ledger().close(order, CloseReason.OWNER);
        stage.restart();
        assertThat(stage.backend().inspectAll()).as("no proof yet").hasSize(1);
        stage.ledger().mood(Mood.ANSWERS);

        stage.pass(Duration.ofMinutes(3));

        assertThat(stage.backend().inspectAll()).isEmpty();
        assertThat(free()).isEqualTo(offered());
    }

    @Test
    void adoptsARunningWorkloadAfterARestart() throws ManifestRefusal {
        running();
        var before = stage.backend().inspectAll().getFirst();

        stage.restart().pass(Duration.ofMinutes(5));

        assertThat(stage.backend().inspectAll()).singleElement().satisfies(after -> {
            assertThat(after.id()).isEqualTo(before.id());
            assertThat(after.state()).as("never stopped").isEqualTo(before.state());
        });
        assertThat(stage.ledger().carriedOut(MsgLeaseReady.class)).hasSize(1);
        assertThat(free().cpuMillis()).isEqualTo(3_000);
    }

    @Test
    void showsItsLeasesBeforeAnyNodeAnswers() throws ManifestRefusal {
        running();
        stage.ledger().mood(Mood.SILENT);

        stage.restart().pass(Duration.ofMinutes(30));

        assertThat(stage.core().view().lease(order.lease(Fixtures.IDENTITY.provider())))
                .get()
                .satisfies(lease -> assertThat(lease.workload()).isPresent());
        assertThat(stage.ledger().carriedOut(MsgCloseBid.class)).isEmpty();
    }

    @Test
    void takesAManifestThatWasUpdatedWhileItWasDown() throws ManifestRefusal {
        running();
        ByteString better = manifest("nginx:1.28", "port=8080");
        stage.ledger().update(order, hash(better));
        stage.restart();

        stage.manifest(order, better);
        stage.pass(Duration.ofSeconds(90));

        assertThat(stage.backend().inspectAll()).singleElement().satisfies(status -> assertThat(
                        status.spec().program().image().toString())
                .contains("1.28"));
    }

    @Test
    void adoptsWithoutItsJournalToo() throws ManifestRefusal {
        running();
        stage.journal().lose();

        stage.restart().pass(Duration.ofHours(2));

        assertThat(stage.backend().inspectAll()).singleElement().satisfies(after -> assertThat(after.isReady())
                .isTrue());
        assertThat(stage.ledger().lease(order).getState()).isEqualTo(Lease.State.ACTIVE);
        assertThat(free().cpuMillis()).isEqualTo(3_000);
    }

    @Test
    void startsAgainFromItsJournalWhenTheMachineLostTheWorkload() throws ManifestRefusal {
        running();
        stage.machine().loseEverything();

        stage.restart().pass(Duration.ofSeconds(10));

        assertThat(stage.backend().inspectAll()).singleElement().satisfies(after -> assertThat(after.isReady())
                .isTrue());
    }

    @Test
    void asksForTheManifestWhenMachineAndJournalLostEverything() throws ManifestRefusal {
        running();
        stage.machine().loseEverything();
        stage.journal().lose();
        stage.restart().pass(Duration.ofMinutes(1));
        assertThat(stage.ledger().carriedOut(MsgCloseBid.class)).isEmpty();

        stage.manifest(order, WEB);
        stage.pass(Duration.ofSeconds(5));

        assertThat(stage.backend().inspectAll()).hasSize(1);
    }

    @Test
    void closesAfterAGraceWhenNobodyBringsTheManifestBack() throws ManifestRefusal {
        running();
        stage.machine().loseEverything();
        stage.journal().lose();

        stage.restart().pass(Duration.ofMinutes(10));

        assertThat(closeReason()).isEqualTo(CloseReason.UNSTABLE);
    }

    @Test
    void holdsTheReservationOfABidWhoseAnswerWasLost() {
        stage.ledger().mood(Mood.SWALLOWS_ANSWERS);
        stage.ledger().deploy(order, group(1_000, 1_024), hash(WEB));

        stage.pass(Duration.ofSeconds(30));

        assertThat(stage.ledger().carriedOut(MsgCreateBid.class)).hasSize(1);
        assertThat(free().cpuMillis()).isEqualTo(3_000);
    }

    @Test
    void holdsPromisesOverARestart() {
        stage.ledger().deploy(order(1), group(3_000, 512), hash(WEB));
        stage.settle();

        stage.restart();
        stage.ledger().deploy(order(2), group(3_000, 512), hash(WEB));
        stage.pass(Duration.ofMinutes(1));

        assertThat(stage.ledger().bid(order(1)).map(Bid::getState)).contains(Bid.State.OPEN);
        assertThat(stage.ledger().bid(order(2))).as("would be promised twice").isEmpty();
    }

    @Test
    void holdsPromisesWithoutItsJournalToo() {
        stage.ledger().deploy(order(1), group(3_000, 512), hash(WEB));
        stage.settle();
        stage.journal().lose();

        stage.restart();
        stage.ledger().deploy(order(2), group(3_000, 512), hash(WEB));
        stage.pass(Duration.ofMinutes(1));

        assertThat(stage.ledger().bid(order(2))).isEmpty();
    }

    @Test
    void replacesAManifestOnlyByOneThatRuns() throws ManifestRefusal {
        running();
        ByteString broken = manifest("example/missing", "port=8080");
        stage.ledger().update(order, hash(broken));
        stage.settle();

        stage.manifest(order, broken);
        stage.pass(Duration.ofMinutes(2));

        assertThat(stage.backend().inspectAll()).singleElement().satisfies(status -> {
            assertThat(status.spec().program().image().toString()).contains("nginx");
            assertThat(status.isReady()).isTrue();
        });
        assertThat(eventKinds()).contains("rolled-back");
    }

    @Test
    void rollsBackWhenTheNewProgramExitsAtOnce() throws ManifestRefusal {
        running();
        ByteString broken = manifest("tool:1", "port=8080", "SCRIPT_RUN_FOR_MS=50");
        stage.ledger().update(order, hash(broken));
        stage.settle();

        stage.manifest(order, broken);
        stage.pass(Duration.ofMinutes(5));

        assertThat(stage.backend().inspectAll()).singleElement().satisfies(status -> assertThat(status.isReady())
                .isTrue());
        assertThat(stage.ledger().carriedOut(MsgCloseBid.class)).isEmpty();
    }

    @Test
    void replacesAManifestByABetterOne() throws ManifestRefusal {
        running();
        ByteString better = manifest("nginx:1.28", "port=8080");
        stage.ledger().update(order, hash(better));
        stage.settle();

        stage.manifest(order, better);
        stage.pass(Duration.ofSeconds(90));

        assertThat(stage.backend().inspectAll()).singleElement().satisfies(status -> assertThat(
                        status.spec().program().image().toString())
                .contains("1.28"));
        assertThat(eventKinds()).contains("updated");
        stage.restart().pass(Duration.ofSeconds(30));
        assertThat(stage.backend().inspectAll()).hasSize(1);
    }

    @Test
    void drawsEarningsOnSchedule() throws ManifestRefusal {
        running();

        stage.pass(Duration.ofHours(3).plusMinutes(5));

        assertThat(stage.ledger().carriedOut(MsgWithdrawLease.class)).hasSize(3);
    }

    @Test
    void aCompactedJournalGivesTheSameAgent() throws ManifestRefusal {
        running();
        stage.ledger().deploy(order(8), group(500, 512), hash(WEB));
        stage.settle();
        Allotment before = free();
        stage.journal().replace(stage.core().snapshot(stage.nowMs()));

        stage.restart().pass(Duration.ofMinutes(1));

        assertThat(free()).isEqualTo(before);
        assertThat(eventKinds()).contains("manifest", "ready");
    }

    @Test
    void leavesWorkloadsOfOthersAlone() throws ManifestRefusal, WorkloadException {
        running();
        var foreign = stage.backend().inspectAll().getFirst().spec();
        stage.backend()
                .start(new WorkloadSpec(
                        new WorkloadId("somebody-elses"),
                        foreign.program(),
                        foreign.limits(),
                        foreign.restart(),
                        Map.of()));
        stage.ledger().close(order, CloseReason.OWNER);

        stage.restart().pass(Duration.ofMinutes(5));

        assertThat(stage.backend().inspectAll())
                .singleElement()
                .satisfies(status -> assertThat(status.id().value()).isEqualTo("somebody-elses"));
    }

    private void award() {
        stage.ledger().deploy(order, group(1_000, 1_024), hash(WEB));
        stage.settle().ledger().award(order, READY_IN_MS);
        stage.settle();
    }

    private void running() throws ManifestRefusal {
        award();
        stage.manifest(order, WEB);
        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.ledger().lease(order).getState()).isEqualTo(Lease.State.ACTIVE);
    }

    private CloseReason closeReason() {
        assertThat(stage.ledger().carriedOut(MsgCloseBid.class)).hasSize(1);
        return stage.ledger().lease(order).getCloseReason();
    }

    private List<String> eventKinds() {
        return stage.core().view().lease(order.lease(Fixtures.IDENTITY.provider())).orElseThrow().events().stream()
                .map(WorkloadEvent::getKind)
                .toList();
    }

    private Allotment free() {
        return stage.core().view().inventory().free();
    }

    private Allotment offered() {
        return stage.core().view().inventory().offered();
    }
}
