package network.millrace.proof.dispute;

import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.dispute.Event.Passed;
import network.millrace.proof.dispute.Event.Said;
import network.millrace.proof.dispute.State.Decided;
import network.millrace.proof.dispute.State.Open;
import network.millrace.proof.dispute.Transition.Moved;
import network.millrace.proof.dispute.Transition.Refused;
import network.millrace.proof.dispute.Verdict.Reason;
import network.millrace.protocol.crypto.Hash;

/** The state machine: how a dispute begins, and what each event makes of it. */
public final class Disputes {
    private Disputes() {}

    /** A dispute about a whole run. The job's id, which the run's root is bound to, is computed here once. */
    public static State ofRun(Job job, Hash run, Rules rules, long nowMs) {
        Descent descent = Descent.from(TreeLabel.run(job.id(), job.checkpoints()), run);
        return begin(job, new Stage.FindCheckpoint(run, descent), rules, nowMs);
    }

    /**
     * A dispute about one step, by an auditor who was given the checkpoint before it and computed no other.
     *
     * @param before the checkpoint before the step, which both sides agree on
     * @param after the checkpoint after it, as the defender has it
     */
    public static State ofStep(Job job, long step, Hash before, Hash after, Rules rules, long nowMs) {
        if (step < 1 || step > job.steps()) {
            throw new IllegalArgumentException("the job has the steps 1 to " + job.steps() + "; not " + step);
        }
        return begin(job, new Stage.OpenTrace(step, before, after), rules, nowMs);
    }

    private static State begin(Job job, Stage stage, Rules rules, long nowMs) {
        return new Open(job, rules, stage, new Clocks(0, 0, nowMs), Figures.NONE, 0, 0);
    }

    /** What an event makes of a dispute. */
    public static Transition step(State state, Event event) {
        return switch (state) {
            case Decided decided -> new Refused(decided, "the dispute is over");
            case Open open -> step(open, event);
        };
    }

    private static Transition step(Open open, Event event) {
        if (event.atMs() > open.deadlineMs()) {
            return new Moved(decided(open, open.stage(), open.turn().other(), Reason.TIME, open.figures()));
        }
        return switch (event) {
            case Passed ignored -> new Moved(open);
            case Said(Role role, Move move, long atMs)
            when role != open.turn() -> refused(open, role, "it is the turn of the " + open.turn());
            case Said(Role role, Move move, long atMs) ->
                said(open, move, Math.max(atMs, open.clocks().turnSince()));
        };
    }

    private static Transition said(Open open, Move move, long now) {
        Figures figures = open.figures().accepted(move);
        return switch (new Game(open.job(), open.rules()).after(open.stage(), move)) {
            case Next.Invalid(String why) -> refused(open, open.turn(), why);
            case Next.To(Stage stage) ->
                new Moved(new Open(
                        open.job(),
                        open.rules(),
                        stage,
                        open.clocks().moved(open.turn(), now),
                        figures,
                        open.defenderRefused(),
                        open.challengerRefused()));
            case Next.Ends(Stage stage, Role winner, Reason reason, long openedBytes, long operations) ->
                new Moved(decided(open, stage, winner, reason, figures.judged(openedBytes, operations)));
        };
    }

    private static Refused refused(Open open, Role role, String why) {
        Figures figures = open.figures().refusedOne();
        int byDefender = open.defenderRefused() + (role == Role.DEFENDER ? 1 : 0);
        int byChallenger = open.challengerRefused() + (role == Role.CHALLENGER ? 1 : 0);
        if (Math.max(byDefender, byChallenger) > open.rules().refusalsMax()) {
            return new Refused(decided(open, open.stage(), role.other(), Reason.INVALID_MESSAGES, figures), why);
        }
        return new Refused(
                new Open(open.job(), open.rules(), open.stage(), open.clocks(), figures, byDefender, byChallenger),
                why);
    }

    private static Decided decided(Open open, Stage stage, Role winner, Reason reason, Figures figures) {
        return new Decided(new Verdict(winner, reason, Places.of(open.job(), stage), figures));
    }
}
