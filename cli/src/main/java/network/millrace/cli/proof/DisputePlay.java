package network.millrace.cli.proof;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import network.millrace.proof.RefusedException;
import network.millrace.proof.dispute.Disputes;
import network.millrace.proof.dispute.Event.Passed;
import network.millrace.proof.dispute.Event.Said;
import network.millrace.proof.dispute.Move;
import network.millrace.proof.dispute.MoveEncoding;
import network.millrace.proof.dispute.Role;
import network.millrace.proof.dispute.State;
import network.millrace.proof.dispute.State.Decided;
import network.millrace.proof.dispute.State.Open;
import network.millrace.proof.dispute.Transition;
import network.millrace.proof.dispute.Verdict;

/** Plays a dispute to its end. Each side is its own referee: the rules are a pure function, so both come to one verdict. */
final class DisputePlay {
    private static final Move NOTHING = new Move.Reveal(List.of());

    private final DisputeReport report;

    DisputePlay(DisputeReport report) {
        this.report = report;
    }

    /** Both sides here; a move takes a millisecond, silence as long as it may. */
    Verdict here(State start, DisputeParty defender, DisputeParty challenger) {
        State state = start;
        while (state instanceof Open open) {
            DisputeParty party = open.turn() == Role.DEFENDER ? defender : challenger;
            long now = open.clocks().turnSince() + 1;
            state = party.answer(open).map(move -> said(open, move, now)).orElseGet(() -> passed(open));
        }
        return ((Decided) state).verdict();
    }

    /** One side here, the other at the end of two streams. */
    Verdict remote(State start, Role own, DisputeParty party, DisputeFrames frames, LongSupplier clock)
            throws IOException, InterruptedException {
        State state = start;
        while (state instanceof Open open) {
            Optional<Move> move = open.turn() == own
                    ? party.answer(open)
                    : frames.receive(Math.max(0, open.deadlineMs() - clock.getAsLong()))
                            .map(message -> heard(message, open));
            if (open.turn() == own && move.isPresent()) {
                frames.send(MoveEncoding.write(move.get()));
            }
            state = move.map(said -> said(open, said, clock.getAsLong())).orElseGet(() -> passed(open));
        }
        return ((Decided) state).verdict();
    }

    /** A message that cannot be read is one that says nothing of what was asked for; the sender has it counted as invalid. */
    private static Move heard(ByteString message, Open open) {
        try {
            return MoveEncoding.read(message);
        } catch (RefusedException unreadable) {
            return open.turn() == Role.DEFENDER ? NOTHING : new Move.Pick(-1);
        }
    }

    private State said(Open open, Move move, long now) {
        Transition transition = Disputes.step(open, new Said(open.turn(), move, now));
        report.said(open, move, transition);
        return transition.state();
    }

    /** Nothing was said until it was too late. */
    private static State passed(Open open) {
        return Disputes.step(open, new Passed(open.deadlineMs() + 1)).state();
    }
}
