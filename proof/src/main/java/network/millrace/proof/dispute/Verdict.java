package network.millrace.proof.dispute;

/** How a dispute ended. */
public record Verdict(Role winner, Reason reason, Place place, Figures figures) {
    /** Why. */
    public enum Reason {
        /** The referee computed the link, and the defender's claim is another. */
        LINK_WRONG,
        /** The referee computed the link, and it is what the defender claims. */
        LINK_RIGHT,
        /** An output that the defender claims is not the value that the program makes it of. */
        OUTPUT_WRONG,
        /** The output is the value that the program makes it of. */
        OUTPUT_RIGHT,
        /** The run does not start from what the job starts with. */
        START_WRONG,
        /** The run starts from what the job starts with. */
        START_RIGHT,
        /** An empty tensor has one root only, and the defender claims another. */
        EMPTY_WRONG,
        /** The empty tensor has the root that it must have. */
        EMPTY_RIGHT,
        /** The loser's time ran out, for a move or in all. */
        TIME,
        /** The loser sent more invalid messages than are allowed. */
        INVALID_MESSAGES
    }

    /** One sentence for people. */
    public String sentence() {
        String who = winner == Role.DEFENDER ? "the defender wins" : "the challenger wins";
        String why =
                switch (reason) {
                    case LINK_WRONG -> "the claimed piece is not what its inputs give";
                    case LINK_RIGHT -> "the claimed piece is what its inputs give";
                    case OUTPUT_WRONG -> "the claimed output is not what the operations gave";
                    case OUTPUT_RIGHT -> "the claimed output is what the operations gave";
                    case START_WRONG -> "the run starts from something else than the job";
                    case START_RIGHT -> "the run starts from what the job starts with";
                    case EMPTY_WRONG -> "an empty tensor was claimed to be something else";
                    case EMPTY_RIGHT -> "the tensor is empty, as claimed";
                    case TIME -> "the other side's time ran out";
                    case INVALID_MESSAGES -> "the other side sent too many invalid messages";
                };
        return who + ": " + why + " (" + place + ")";
    }
}
