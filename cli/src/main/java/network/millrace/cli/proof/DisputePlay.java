package network.millrace.cli.proof;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import network.millrace.proof.RefusedException;
import network.millrace.proof.dispute.Disputes;
import network.millrace.proof.dispute.Event;
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
            state = next(open, party.answer(open), open.clocks().turnSince() + 1);
        }
        return ((Decided) state).verdict();
    }

    /** One side here, the other at the end of two streams. */
    Verdict remote(State start, Role own, DisputeParty party, DisputeFrames frames, LongSupplier clock)
            throws IOException, InterruptedException {
        State state = start;
        while (state instanceof Open open) {
            Optional<Move> move = open.turn() == own
                    ? sent(party.answer(open), frames)
                    : heard(frames.receive(Math.max(0, open.deadlineMs() - clock.getAsLong())), open);
            state = next(open, move, clock.getAsLong());
        }
        return ((Decided) state).verdict();
    }

    private static Optional<Move> sent(Optional<Move> move, DisputeFrames frames) throws IOException {
        if (move.isPresent()) {
            frames.send(MoveEncoding.write(move.get()));
        }
        return move;
    }

    /** A message that cannot be read is one that says nothing of what was asked for; the sender has it counted as invalid. */
    private static Optional<Move> heard(Optional<ByteString> message, Open open) {
        if (message.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MoveEncoding.read(message.get()));
        } catch (RefusedException unreadable) {
            return Optional.of(open.turn() == Role.DEFENDER ? NOTHING : new Move.Pick(-1));
        }
    }

    private State next(Open open, Optional<Move> move, long now) {
        Event event = move.isPresent() ? new Said(open.turn(), move.get(), now) : new Passed(open.deadlineMs() + 1);
        Transition transition = Disputes.step(open, event);
        move.ifPresent(said -> report.said(open, said, transition));
        return transition.state();
    }
}
