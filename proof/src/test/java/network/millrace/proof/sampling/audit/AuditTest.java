package network.millrace.proof.sampling.audit;

import static network.millrace.proof.sampling.Law.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.sampling.Vectors;
import network.millrace.proof.sampling.audit.Audit.Phase;
import network.millrace.proof.sampling.audit.Finding.Agrees;
import network.millrace.proof.sampling.audit.Finding.DoubtedLate;
import network.millrace.proof.sampling.audit.Finding.Doubts;
import network.millrace.proof.sampling.audit.Finding.Silent;
import network.millrace.proof.sampling.audit.Finding.Unopened;
import network.millrace.proof.sampling.audit.Move.Accepted;
import network.millrace.proof.sampling.audit.Move.Refused;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final Hash ID = Vectors.BLOCK;
    private static final Hash CLAIMED = Vectors.CLAIM;
    private static final Hash OTHER = Vectors.ROOT;
    private static final Hash SALT = Hash.parse("ab".repeat(32));
    private static final Deadlines DEADLINES = new Deadlines(10_000, 5_000);

    private static final Opening AGREES = Opening.agreeing(SALT, CLAIMED);
    private static final Opening DOUBTS = new Opening(SALT, OTHER, 7);

    @Test
    void commitmentIsThatOfTheSpecification() {
        assertThat(new Opening(Vectors.CLAIM, Vectors.ROOT, 7)
                        .commitment(Vectors.BLOCK, address(1))
                        .hex())
                .isEqualTo("06559f7d0547af49573ff8cb079ff6b62a11da393344f9cf10b7ba068d84f736");
    }

    @Test
    void sampleRootIsThatOfTheSpecification() {
        TreeMap<Long, Hash> outcomes = new TreeMap<>();
        outcomes.put(9L, Vectors.CLAIM);
        outcomes.put(1L, Vectors.BLOCK);

        assertThat(SampleRoot.of(outcomes).hex())
                .isEqualTo("dcc62de46c81b4f028e2a25557d92a675c7c9c32177c4479c41b2abc17cf3299");
    }

    @Test
    void canarysCommitmentIsThatOfTheSpecification() {
        Canary canary = new Canary(Vectors.CLAIM, new TreeSet<>(List.of(77L, 3L)));

        assertThat(canary.commitment(Vectors.BLOCK).hex())
                .isEqualTo("bd940c13671ca8c335af3bc64fda2d10fa0a40cf653780004b85e8858c8fb65d");
        assertThat(canary.opens(canary.commitment(Vectors.BLOCK), Vectors.BLOCK))
                .isTrue();
        assertThat(canary.opens(canary.commitment(Vectors.BLOCK), Vectors.ROOT)).isFalse();
    }

    @Test
    void revealingStartsWhenAllHaveCommittedAndEndsWhenAllHaveRevealed() {
        Audit audit = open(seats(1, 2), List.of());

        audit = accepted(audit.commit(address(1), AGREES.commitment(ID, address(1)), 100));
        assertThat(audit.phase()).isEqualTo(Phase.COMMITTING);
        audit = accepted(audit.commit(address(2), DOUBTS.commitment(ID, address(2)), 200));
        assertThat(audit.phase()).isEqualTo(Phase.REVEALING);
        assertThat(audit.deadlineMs()).isEqualTo(5_200);
        audit = accepted(audit.reveal(address(2), DOUBTS, 300));
        audit = accepted(audit.reveal(address(1), AGREES, 400));

        assertThat(audit.phase()).isEqualTo(Phase.CLOSED);
        assertThat(findings(audit)).containsExactly(new Agrees(), new Doubts(7));
    }

    @Test
    void nothingIsRevealedWhileAnybodyCanCommit() {
        Audit audit = accepted(open(seats(1, 2), List.of()).commit(address(1), AGREES.commitment(ID, address(1)), 100));

        assertThat(reason(audit.reveal(address(1), AGREES, 200))).isEqualTo(Refusal.NOT_REVEALING);
    }

    @Test
    void copiedCommitmentIsTakenAndCannotBeOpened() {
        Hash original = AGREES.commitment(ID, address(1));
        Audit audit = accepted(open(seats(1, 2), List.of()).commit(address(2), original, 100));
        audit = accepted(audit.commit(address(1), original, 200));

        audit = accepted(audit.reveal(address(1), AGREES, 300));

        assertThat(reason(audit.reveal(address(2), AGREES, 400))).isEqualTo(Refusal.WRONG_OPENING);
        assertThat(findings(audit.at(5_200))).containsExactly(new Agrees(), new Unopened());
    }

    @Test
    void wrongOpeningMayBeFollowedByTheRightOne() {
        Audit audit = accepted(open(seats(1), List.of()).commit(address(1), AGREES.commitment(ID, address(1)), 100));

        assertThat(reason(audit.reveal(address(1), DOUBTS, 200))).isEqualTo(Refusal.WRONG_OPENING);
        assertThat(findings(accepted(audit.reveal(address(1), AGREES, 300)))).containsExactly(new Agrees());
    }

    @Test
    void openingOfAnotherAuditDoesNotOpenThisOne() {
        Audit audit = accepted(open(seats(1), List.of()).commit(address(1), AGREES.commitment(OTHER, address(1)), 100));

        assertThat(reason(audit.reveal(address(1), AGREES, 200))).isEqualTo(Refusal.WRONG_OPENING);
    }

    @Test
    void lateRevealIsRefusedAndTheSeatStaysUnopened() {
        Audit audit = accepted(open(seats(1), List.of()).commit(address(1), AGREES.commitment(ID, address(1)), 100));

        Move late = audit.reveal(address(1), AGREES, 5_100);

        assertThat(reason(late)).isEqualTo(Refusal.TOO_LATE);
        assertThat(findings(late.audit())).containsExactly(new Unopened());
    }

    @Test
    void auditorCutOffMayShowLaterThatItHadDoubted() {
        Audit audit = accepted(open(seats(1), List.of()).commit(address(1), DOUBTS.commitment(ID, address(1)), 100));

        assertThat(reason(audit.reveal(address(1), AGREES, 90_000))).isEqualTo(Refusal.WRONG_OPENING);
        audit = accepted(audit.reveal(address(1), DOUBTS, 90_000));

        assertThat(findings(audit)).containsExactly(new DoubtedLate());
        assertThat(reason(audit.reveal(address(1), DOUBTS, 90_001))).isEqualTo(Refusal.REVEALED_BEFORE);
    }

    @Test
    void lateCommitmentIsRefused() {
        Audit audit = accepted(open(seats(1, 2), List.of()).commit(address(1), AGREES.commitment(ID, address(1)), 100));

        assertThat(reason(audit.commit(address(2), AGREES.commitment(ID, address(2)), 10_000)))
                .isEqualTo(Refusal.NOT_COMMITTING);
    }

    @Test
    void reserveTakesTheSeatOfASilentAuditorBeforeAnythingIsRevealed() {
        Audit audit = open(seats(1, 2), seats(3, 4));
        audit = accepted(audit.commit(address(1), AGREES.commitment(ID, address(1)), 100));

        assertThat(audit.waiting()).isEqualTo(seats(2));
        audit = audit.at(10_000);
        assertThat(audit.phase()).isEqualTo(Phase.COMMITTING);
        assertThat(audit.waiting()).isEqualTo(seats(3));
        assertThat(reason(audit.commit(address(2), AGREES.commitment(ID, address(2)), 10_001)))
                .isEqualTo(Refusal.NOT_COMMITTING);
        assertThat(reason(audit.commit(address(4), AGREES.commitment(ID, address(4)), 10_001)))
                .isEqualTo(Refusal.NOT_SEATED);
        audit = accepted(audit.commit(address(3), DOUBTS.commitment(ID, address(3)), 10_002));
        audit = accepted(audit.reveal(address(1), AGREES, 10_003));
        audit = accepted(audit.reveal(address(3), DOUBTS, 10_004));

        assertThat(findings(audit)).containsExactly(new Agrees(), new Silent(), new Doubts(7));
    }

    @Test
    void everybodySilentClosesTheAuditWithoutAFinding() {
        Audit audit = open(seats(1), seats(2));

        assertThat(audit.at(19_999).phase()).isEqualTo(Phase.COMMITTING);
        assertThat(audit.at(20_000).phase()).isEqualTo(Phase.CLOSED);
        assertThat(findings(audit.at(Long.MAX_VALUE))).containsExactly(new Silent(), new Silent());
    }

    @Test
    void deadlinesAreTheSameHoweverOftenTheTimeIsTold() {
        Audit often = accepted(open(seats(1, 2), seats(3)).commit(address(1), AGREES.commitment(ID, address(1)), 1));
        Audit seldom = often.at(24_000);
        for (long now = 0; now <= 24_000; now += 500) {
            often = often.at(now);
        }

        assertThat(often.phase()).isEqualTo(seldom.phase()).isEqualTo(Phase.REVEALING);
        assertThat(often.deadlineMs()).isEqualTo(seldom.deadlineMs()).isEqualTo(25_000);
    }

    @Test
    void findingThatContradictsItselfIsRefused() {
        Opening agreesWithOtherRoot = new Opening(SALT, OTHER, Opening.NONE);
        Opening doubtsWithClaimedRoot = new Opening(SALT, CLAIMED, 7);
        Opening doubtsWhatItWasNotAsked = new Opening(SALT, OTHER, 8);

        for (Opening opening : List.of(agreesWithOtherRoot, doubtsWithClaimedRoot, doubtsWhatItWasNotAsked)) {
            Audit audit =
                    accepted(open(seats(1), List.of()).commit(address(1), opening.commitment(ID, address(1)), 100));

            assertThat(reason(audit.reveal(address(1), opening, 200))).isEqualTo(Refusal.CONTRADICTORY);
        }
    }

    @Test
    void commitmentAndRevealStand() {
        Audit audit = accepted(open(seats(1, 2), List.of()).commit(address(1), AGREES.commitment(ID, address(1)), 100));
        assertThat(reason(audit.commit(address(1), OTHER, 150))).isEqualTo(Refusal.COMMITTED_BEFORE);

        audit = accepted(audit.commit(address(2), AGREES.commitment(ID, address(2)), 200));
        audit = accepted(audit.reveal(address(1), AGREES, 300));
        assertThat(reason(audit.reveal(address(1), AGREES, 350))).isEqualTo(Refusal.REVEALED_BEFORE);
    }

    @Test
    void strangersAreRefused() {
        Audit audit = open(seats(1), List.of());

        assertThat(reason(audit.commit(address(9), OTHER, 1))).isEqualTo(Refusal.NOT_SEATED);
        assertThat(reason(audit.reveal(address(9), AGREES, 1))).isEqualTo(Refusal.NOT_SEATED);
    }

    @Test
    void silentSeatHasNothingToReveal() {
        Audit audit = accepted(open(seats(1, 2), List.of()).commit(address(1), AGREES.commitment(ID, address(1)), 1));

        assertThat(reason(audit.reveal(address(2), AGREES, 10_001))).isEqualTo(Refusal.NOT_COMMITTED);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> open(List.of(), seats(1))).hasMessageContaining("this has 0 and 1");
        assertThatThrownBy(() -> open(seats(1), seats(1))).hasMessageContaining("one has two");
        assertThatThrownBy(() -> open(seats(1), List.of()).reports()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Deadlines(0, 5_000)).hasMessageContaining("this is 0 ms");
        assertThatThrownBy(() -> new Opening(SALT, OTHER, -1)).hasMessageContaining("this is -1");
        assertThatThrownBy(() -> new Canary(SALT, new TreeSet<>())).hasMessageContaining("this has 0");
        assertThatThrownBy(() -> SampleRoot.of(new TreeMap<>())).hasMessageContaining("at least one step");
        assertThatThrownBy(() -> new Seat(address(1), new TreeSet<>(), CLAIMED)).hasMessageContaining("at least one");
    }

    private static Audit open(List<Seat> seats, List<Seat> reserves) {
        return Audit.open(ID, seats, reserves, DEADLINES, 0);
    }

    private static List<Seat> seats(Integer... numbers) {
        return List.of(numbers).stream()
                .map(number -> new Seat(address(number), new TreeSet<>(List.of(1L, 7L, 100L)), CLAIMED))
                .toList();
    }

    private static Audit accepted(Move move) {
        assertThat(move).isInstanceOf(Accepted.class);
        return move.audit();
    }

    private static Refusal reason(Move move) {
        assertThat(move).isInstanceOf(Refused.class);
        return ((Refused) move).reason();
    }

    private static List<Finding> findings(Audit audit) {
        return audit.reports().stream().map(Report::finding).toList();
    }
}
