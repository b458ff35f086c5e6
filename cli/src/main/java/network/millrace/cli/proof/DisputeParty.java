package network.millrace.cli.proof;

import java.util.List;
import java.util.Optional;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.dispute.Challenger;
import network.millrace.proof.dispute.Defender;
import network.millrace.proof.dispute.Move;
import network.millrace.proof.dispute.Player;
import network.millrace.proof.dispute.Stage;
import network.millrace.proof.dispute.State.Open;

/** A side of a dispute that plays here. */
interface DisputeParty {
    /** What it says; nothing when it lets its time run out. */
    Optional<Move> answer(Open dispute);

    static DisputeParty defender(Run run) {
        return honest(new Defender(run));
    }

    static DisputeParty challenger(Run run) {
        return honest(new Challenger(run));
    }

    private static DisputeParty honest(Player player) {
        return dispute -> Optional.of(player.answer(dispute));
    }

    /** A defender that does what its kind of cheat does beside computing wrongly. */
    static DisputeParty cheat(CheatKind kind, Run run) {
        Player player = new Defender(run);
        return switch (kind) {
            case stall ->
                dispute -> dispute.stage() instanceof Stage.FindOperation
                        ? Optional.empty()
                        : Optional.of(player.answer(dispute));
            case lie -> new Liar(player);
            case step, operator, bit, data, start -> dispute -> Optional.of(player.answer(dispute));
        };
    }

    /** Every third message shows nothing. */
    final class Liar implements DisputeParty {
        private final Player player;
        private int messages;

        private Liar(Player player) {
            this.player = player;
        }

        @Override
        public Optional<Move> answer(Open dispute) {
            messages++;
            Move truth = player.answer(dispute);
            return Optional.of(messages % 3 == 2 ? new Move.Reveal(List.of()) : truth);
        }
    }
}
