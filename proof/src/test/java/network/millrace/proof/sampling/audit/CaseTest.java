package network.millrace.proof.sampling.audit;

import static network.millrace.proof.sampling.Law.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import network.millrace.proof.sampling.Vectors;
import network.millrace.proof.sampling.audit.Finding.Agrees;
import network.millrace.proof.sampling.audit.Finding.DoubtedLate;
import network.millrace.proof.sampling.audit.Finding.Doubts;
import network.millrace.proof.sampling.audit.Finding.Silent;
import network.millrace.proof.sampling.audit.Finding.Unopened;
import org.junit.jupiter.api.Test;

class CaseTest {
    private static final Canary CANARY = new Canary(Vectors.BLOCK, new TreeSet<>(List.of(7L, 50L)));

    @Test
    void agreementPassesTheClaim() {
        ClaimCase agreed = new ClaimCase(List.of(report(1, new Agrees()), report(2, new Silent())));

        Ruling ruling = agreed.ruling(List.of());

        assertThat(ruling.claim()).isEqualTo(ClaimFate.PASSED);
        assertThat(ruling.auditors())
                .containsEntry(address(1), AuditorFate.RIGHT)
                .containsEntry(address(2), AuditorFate.MISSED);
    }

    @Test
    void oneWhoDoubtsOutweighsAllWhoAgreeOnceTheStepIsProvenFalse() {
        ClaimCase doubted = new ClaimCase(
                List.of(report(1, new Agrees()), report(2, new Doubts(7)), report(3, new Agrees(), 1L, 100L)));
        assertThat(doubted.next(List.of())).contains(new Conflict(address(2), 7));

        Ruling ruling = doubted.ruling(List.of(Verdict.STEP_FALSE));

        assertThat(ruling.claim()).isEqualTo(ClaimFate.FAILED);
        assertThat(ruling.auditors())
                .containsEntry(address(1), AuditorFate.NEGLIGENT)
                .containsEntry(address(2), AuditorFate.RIGHT)
                .containsEntry(address(3), AuditorFate.RIGHT);
    }

    /** Otherwise a lazy auditor would wait for what others reveal, and open its agreement only where they agree. */
    @Test
    void whoeverHidesAFindingAnswersAsIfItHadAgreed() {
        ClaimCase doubted = new ClaimCase(List.of(
                report(1, new Doubts(7)),
                report(2, new Unopened()),
                report(3, new Unopened(), 1L, 100L),
                report(4, new DoubtedLate())));

        assertThat(doubted.ruling(List.of(Verdict.STEP_FALSE)).auditors())
                .containsEntry(address(2), AuditorFate.NEGLIGENT)
                .containsEntry(address(3), AuditorFate.MISSED)
                .containsEntry(address(4), AuditorFate.MISSED);
        CanaryCase canary = new CanaryCase(List.of(report(2, new Unopened())), CANARY);
        assertThat(canary.ruling(List.of(Verdict.DEFENDER_SILENT)).auditors())
                .containsEntry(address(2), AuditorFate.NEGLIGENT);
        assertThat(canary.ruling(List.of(Verdict.STEP_RIGHT)).auditors()).containsEntry(address(2), AuditorFate.MISSED);
    }

    @Test
    void allWhoDoubtLoseAgainstOneProviderThatIsRight() {
        ClaimCase griefed =
                new ClaimCase(List.of(report(1, new Doubts(7)), report(2, new Doubts(1)), report(3, new Agrees())));
        assertThat(griefed.next(List.of(Verdict.STEP_RIGHT))).contains(new Conflict(address(2), 1));

        Ruling ruling = griefed.ruling(List.of(Verdict.STEP_RIGHT, Verdict.DOUBTER_SILENT));

        assertThat(ruling.claim()).isEqualTo(ClaimFate.PASSED);
        assertThat(ruling.auditors())
                .containsEntry(address(1), AuditorFate.FALSE_ACCUSER)
                .containsEntry(address(2), AuditorFate.ABANDONED)
                .containsEntry(address(3), AuditorFate.RIGHT);
    }

    @Test
    void silentProviderFallsWithoutBlameForThoseWhoAgreed() {
        ClaimCase stalled = new ClaimCase(List.of(report(1, new Doubts(7)), report(2, new Agrees())));

        Ruling ruling = stalled.ruling(List.of(Verdict.DEFENDER_SILENT));

        assertThat(ruling.claim()).isEqualTo(ClaimFate.TIMED_OUT);
        assertThat(ruling.auditors()).containsEntry(address(2), AuditorFate.RIGHT);
    }

    @Test
    void disputesEndWithTheFirstThatBringsTheClaimDown() {
        ClaimCase doubted =
                new ClaimCase(List.of(report(1, new Doubts(7)), report(2, new Doubts(7)), report(3, new Doubts(1))));

        assertThat(doubted.next(List.of(Verdict.STEP_FALSE))).isEmpty();
        assertThat(doubted.ruling(List.of(Verdict.STEP_FALSE)).auditors())
                .containsEntry(address(2), AuditorFate.RIGHT)
                .containsEntry(address(3), AuditorFate.UNDECIDED);
    }

    @Test
    void claimNobodyLookedAtIsUnheard() {
        assertThat(new ClaimCase(List.of(report(1, new Silent()), report(2, new Unopened())))
                        .ruling(List.of())
                        .claim())
                .isEqualTo(ClaimFate.UNHEARD);
        assertThat(new ClaimCase(List.of(report(1, new Doubts(7))))
                        .ruling(List.of(Verdict.STEP_RIGHT))
                        .claim())
                .isEqualTo(ClaimFate.UNHEARD);
    }

    @Test
    void rulingWaitsForTheDisputes() {
        ClaimCase doubted = new ClaimCase(List.of(report(1, new Doubts(7))));

        assertThatThrownBy(() -> doubted.ruling(List.of())).hasMessageContaining("has not been disputed");
        assertThatThrownBy(() -> doubted.next(List.of(Verdict.STEP_RIGHT, Verdict.STEP_RIGHT)))
                .hasMessageContaining("1 accusations, and 2 verdicts");
    }

    @Test
    void canaryFindsWhoAgreesWithoutLooking() {
        CanaryCase canary = new CanaryCase(
                List.of(report(1, new Agrees()), report(2, new Doubts(7)), report(3, new Silent())), CANARY);
        assertThat(canary.conflicts()).containsExactly(new Conflict(address(1), 7));

        Ruling ruling = canary.ruling(List.of(Verdict.DEFENDER_SILENT));

        assertThat(ruling.claim()).isEqualTo(ClaimFate.CANARY);
        assertThat(ruling.auditors())
                .containsEntry(address(1), AuditorFate.NEGLIGENT)
                .containsEntry(address(2), AuditorFate.RIGHT)
                .containsEntry(address(3), AuditorFate.MISSED);
    }

    @Test
    void auditorWhoseSampleHasNoPlantedStepMayAgreeWithACanary() {
        CanaryCase canary = new CanaryCase(List.of(report(1, new Agrees(), 1L, 100L)), CANARY);

        assertThat(canary.conflicts()).isEmpty();
        assertThat(canary.ruling(List.of()).auditors()).containsEntry(address(1), AuditorFate.RIGHT);
    }

    @Test
    void requesterThatCallsARightStepPlantedFramesNobody() {
        CanaryCase framed = new CanaryCase(List.of(report(1, new Agrees())), CANARY);

        Ruling ruling = framed.ruling(List.of(Verdict.STEP_RIGHT));

        assertThat(ruling.claim()).isEqualTo(ClaimFate.FALSE_CANARY);
        assertThat(ruling.auditors()).containsEntry(address(1), AuditorFate.RIGHT);
    }

    @Test
    void requesterThatHidesAPlantedStepFramesNobody() {
        CanaryCase hidden = new CanaryCase(List.of(report(1, new Doubts(1))), CANARY);
        assertThat(hidden.conflicts()).containsExactly(new Conflict(address(1), 1));

        assertThat(hidden.ruling(List.of(Verdict.STEP_FALSE)).claim()).isEqualTo(ClaimFate.FALSE_CANARY);
        assertThat(hidden.ruling(List.of(Verdict.STEP_FALSE)).auditors()).containsEntry(address(1), AuditorFate.RIGHT);
        assertThat(hidden.ruling(List.of(Verdict.STEP_RIGHT)).claim()).isEqualTo(ClaimFate.CANARY);
        assertThat(hidden.ruling(List.of(Verdict.STEP_RIGHT)).auditors())
                .containsEntry(address(1), AuditorFate.FALSE_ACCUSER);
    }

    @Test
    void canaryNeedsAVerdictForEachConflict() {
        CanaryCase canary = new CanaryCase(List.of(report(1, new Agrees())), CANARY);

        assertThatThrownBy(() -> canary.ruling(List.of())).hasMessageContaining("1 conflicts, and 0 verdicts");
    }

    private static Report report(int auditor, Finding finding) {
        return report(auditor, finding, 1L, 7L, 100L);
    }

    private static Report report(int auditor, Finding finding, Long... sample) {
        return new Report(new Seat(address(auditor), new TreeSet<>(List.of(sample)), Vectors.CLAIM), finding);
    }
}
