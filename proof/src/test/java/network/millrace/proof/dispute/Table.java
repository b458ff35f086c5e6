package network.millrace.proof.dispute;

import java.util.List;
import java.util.function.Function;
import network.millrace.proof.dispute.Event.Passed;
import network.millrace.proof.dispute.Event.Said;
import network.millrace.proof.dispute.State.Decided;
import network.millrace.proof.dispute.State.Open;

/** Two players at a table: each moves when it is its turn, one unit of time later. */
final class Table {
    /** What a side does when it is its turn; a dishonest one may say anything, or nothing. */
    interface Side {
        Said said(Open state);
    }

    /** More messages than any dispute has, refused ones included. */
    private static final int MESSAGES_MAX = 1_000;

    private final Side defender;
    private final Side challenger;

    Table(Side defender, Side challenger) {
        this.defender = defender;
        this.challenger = challenger;
    }

    static Side side(Role role, Player player) {
        return state -> new Said(role, player.answer(state), state.clocks().turnSince() + 1);
    }

    /** A player whose own run may have nothing of the form that is asked for; then it says something all the same. */
    static Player desperate(Player player) {
        return state -> {
            try {
                return player.answer(state);
            } catch (RuntimeException nothingToShow) {
                return state.turn() == Role.DEFENDER ? new Move.Reveal(List.of()) : new Move.Pick(0);
            }
        };
    }

    /** An honest player whose moves are changed on the way. */
    static Side lying(Role role, Player player, Function<Move, Move> change) {
        return state -> new Said(
                role, change.apply(player.answer(state)), state.clocks().turnSince() + 1);
    }

    Verdict play(State start) {
        State state = start;
        for (int message = 0; message < MESSAGES_MAX; message++) {
            switch (state) {
                case Decided(Verdict verdict) -> {
                    return verdict;
                }
                case Open open -> {
                    Side side = open.turn() == Role.DEFENDER ? defender : challenger;
                    state = Disputes.step(open, side.said(open)).state();
                }
            }
        }
        throw new AssertionError("the dispute does not end");
    }

    /** A side that says nothing until its time is up. */
    static Side silent() {
        return state -> new Said(state.turn(), new Move.Pick(0), state.deadlineMs() + 1);
    }

    static State timeUp(Open state) {
        return Disputes.step(state, new Passed(state.deadlineMs() + 1)).state();
    }
}
