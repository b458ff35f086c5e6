package network.millrace.proof.dispute;

/** What a move leads to. */
sealed interface Next {
    /** The search goes on. */
    record To(Stage stage) implements Next {}

    /** The dispute is decided at the place of a stage. */
    record Ends(Stage stage, Role winner, Verdict.Reason reason, long openedBytes, long operations) implements Next {
        static Ends at(Stage stage, boolean claimHolds, Verdict.Reason right, Verdict.Reason wrong) {
            return at(stage, claimHolds, right, wrong, 0, 0);
        }

        static Ends at(
                Stage stage,
                boolean claimHolds,
                Verdict.Reason right,
                Verdict.Reason wrong,
                long openedBytes,
                long operations) {
            return claimHolds
                    ? new Ends(stage, Role.DEFENDER, right, openedBytes, operations)
                    : new Ends(stage, Role.CHALLENGER, wrong, openedBytes, operations);
        }
    }

    /** The move is not valid. */
    record Invalid(String why) implements Next {}
}
