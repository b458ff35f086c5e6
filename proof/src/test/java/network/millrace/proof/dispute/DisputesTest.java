package network.millrace.proof.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.dispute.Event.Passed;
import network.millrace.proof.dispute.Event.Said;
import network.millrace.proof.dispute.State.Decided;
import network.millrace.proof.dispute.State.Open;
import network.millrace.proof.dispute.Transition.Moved;
import network.millrace.proof.dispute.Transition.Refused;
import network.millrace.proof.dispute.Verdict.Reason;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

/** Turns, clocks and limits. */
class DisputesTest {
    private static final Rules RULES = new Rules(16, 1_000, 300, 2);
    private static final long START = 5_000;

    private final Work work = Work.training(3, 1);
    private final Run run = work.honest();
    private final Open start = (Open) Disputes.ofRun(work.job(), run.tree().root(), RULES, START);

    @Test
    void messageAtTheDeadlineIsInTimeAndOneLaterIsNot() {
        Move first = new Defender(run).answer(start);

        assertThat(start.deadlineMs()).isEqualTo(START + 300);
        assertThat(Disputes.step(start, new Said(Role.DEFENDER, first, START + 300)))
                .isInstanceOf(Moved.class)
                .extracting(Transition::state)
                .isInstanceOf(Open.class);
        assertDecided(Disputes.step(start, new Said(Role.DEFENDER, first, START + 301)), Role.CHALLENGER, Reason.TIME);
    }

    @Test
    void timeThatPassesEndsADisputeWithoutAnybodySayingSo() {
        assertThat(Disputes.step(start, new Passed(START + 300)).state()).isEqualTo(start);
        assertDecided(Disputes.step(start, new Passed(START + 301)), Role.CHALLENGER, Reason.TIME);
    }

    @Test
    void wholeBudgetRunsOutEvenIfEachMoveIsInTime() {
        Defender defender = new Defender(run);
        State state = start;
        int moves = 0;
        // A challenger that always says the last part differs keeps the game going; the defender takes 290 of 300 ms a
        // move.
        while (state instanceof Open open) {
            boolean defends = open.turn() == Role.DEFENDER;
            Move move = defends ? defender.answer(open) : new Move.Pick(3);
            long at = open.clocks().turnSince() + (defends ? 290 : 0);
            state = Disputes.step(open, new Said(open.turn(), move, at)).state();
            moves += defends ? 1 : 0;
        }
        assertThat(((Decided) state).verdict().reason()).isEqualTo(Reason.TIME);
        assertThat(((Decided) state).verdict().winner()).isEqualTo(Role.CHALLENGER);
        assertThat(moves).isEqualTo(4);
    }

    @Test
    void messageOutOfTurnChangesNothingAndIsCounted() {
        Transition transition = Disputes.step(start, new Said(Role.CHALLENGER, new Move.Pick(0), START + 1));

        assertThat(transition).isInstanceOf(Refused.class);
        Open after = (Open) transition.state();
        assertThat(after.stage()).isEqualTo(start.stage());
        assertThat(after.clocks()).isEqualTo(start.clocks());
        assertThat(after.challengerRefused()).isEqualTo(1);
        assertThat(after.defenderRefused()).isZero();
    }

    @Test
    void sideThatSendsTooManyInvalidMessagesLosesAndTheOtherSidesDoNotCount() {
        State state = start;
        for (int i = 0; i < 2; i++) {
            state = Disputes.step(state, new Said(Role.DEFENDER, new Move.Reveal(List.of()), START + 1))
                    .state();
            state = Disputes.step(state, new Said(Role.CHALLENGER, new Move.Pick(0), START + 1))
                    .state();
        }
        assertThat(state).isInstanceOf(Open.class);

        assertDecided(
                Disputes.step(state, new Said(Role.DEFENDER, new Move.Reveal(List.of()), START + 1)),
                Role.CHALLENGER,
                Reason.INVALID_MESSAGES);
    }

    @Test
    void refusedMessageDoesNotStopTheClock() {
        State state = Disputes.step(start, new Said(Role.DEFENDER, new Move.Reveal(List.of()), START + 299))
                .state();

        assertThat(((Open) state).deadlineMs()).isEqualTo(START + 300);
    }

    @Test
    void revealOfMoreHashesThanAskedForIsRefusedBeforeTheyAreLookedAt() {
        List<Hash> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(run.tree().root());
        }

        Transition transition = Disputes.step(start, new Said(Role.DEFENDER, new Move.Reveal(many), START + 1));

        assertThat(transition).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.why())
                .contains("4 nodes"));
    }

    @Test
    void nothingHappensAfterTheVerdict() {
        State over = Disputes.step(start, new Passed(START + 301)).state();

        Transition transition = Disputes.step(over, new Said(Role.DEFENDER, new Move.Pick(0), START + 302));

        assertThat(transition).isInstanceOf(Refused.class);
        assertThat(transition.state()).isEqualTo(over);
    }

    private static void assertDecided(Transition transition, Role winner, Reason reason) {
        assertThat(transition.state()).isInstanceOfSatisfying(Decided.class, decided -> {
            assertThat(decided.verdict().winner()).isEqualTo(winner);
            assertThat(decided.verdict().reason()).isEqualTo(reason);
        });
    }
}
