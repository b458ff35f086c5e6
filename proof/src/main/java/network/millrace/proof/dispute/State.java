package network.millrace.proof.dispute;

import network.millrace.proof.commitment.Job;

/** A dispute. */
public sealed interface State {
    /** It goes on. */
    record Open(
            Job job,
            Rules rules,
            Stage stage,
            Clocks clocks,
            Figures figures,
            int defenderRefused,
            int challengerRefused)
            implements State {
        /** Whose turn it is. */
        public Role turn() {
            return stage.turn();
        }

        /** Until when that side must move. */
        public long deadlineMs() {
            return clocks.deadline(turn(), rules);
        }

        /** Where the runs part, as far as it is known. */
        public Place place() {
            return Places.of(job, stage);
        }
    }

    /** It is over. */
    record Decided(Verdict verdict) implements State {}
}
