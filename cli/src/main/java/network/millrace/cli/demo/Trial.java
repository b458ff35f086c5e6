package network.millrace.cli.demo;

import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.dispute.Challenger;
import network.millrace.proof.dispute.Defender;
import network.millrace.proof.dispute.Disputes;
import network.millrace.proof.dispute.Event;
import network.millrace.proof.dispute.Place;
import network.millrace.proof.dispute.Player;
import network.millrace.proof.dispute.Role;
import network.millrace.proof.dispute.Rules;
import network.millrace.proof.dispute.State;
import network.millrace.proof.dispute.Verdict;

/** Plays a dispute between a cheat, who defends its run, and somebody honest. Each message takes a second of the game's clock. */
final class Trial {
    private static final int MESSAGES_MAX = 1_000;
    private static final long MESSAGE_MS = 1_000;

    private Trial() {}

    static Verdict play(Run cheat, Run honest, boolean goesSilent) {
        Player defender = new Defender(cheat);
        Player challenger = new Challenger(honest);
        State state = Disputes.ofRun(honest.job(), cheat.tree().root(), Rules.DEFAULT, 0);
        for (int message = 0; message < MESSAGES_MAX; message++) {
            switch (state) {
                case State.Decided(Verdict verdict) -> {
                    return verdict;
                }
                case State.Open open -> {
                    boolean silent = goesSilent
                            && open.turn() == Role.DEFENDER
                            && open.place().operation() != Place.UNKNOWN;
                    Player player = open.turn() == Role.DEFENDER ? defender : challenger;
                    Event event = silent
                            ? new Event.Passed(open.deadlineMs() + 1)
                            : new Event.Said(
                                    open.turn(),
                                    player.answer(open),
                                    open.clocks().turnSince() + MESSAGE_MS);
                    state = Disputes.step(open, event).state();
                }
            }
        }
        throw CommandFailure.failed("a dispute did not end within " + MESSAGES_MAX + " messages");
    }
}
