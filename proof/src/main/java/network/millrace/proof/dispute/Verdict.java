package network.millrace.proof.dispute;

import network.millrace.proof.RefusedException;

/** How a dispute ended. */
public record Verdict(Role winner, Reason reason, Place place, Figures figures) {
    /** Why. */
    public enum Reason {
        /** The referee computed the link, and the defender's claim is another. */
        LINK_WRONG(1),
        /** The referee computed the link, and it is what the defender claims. */
        LINK_RIGHT(2),
        /** An output that the defender claims is not the value that the program makes it of. */
        OUTPUT_WRONG(3),
        /** The output is the value that the program makes it of. */
        OUTPUT_RIGHT(4),
        /** The run does not start from what the job starts with. */
        START_WRONG(5),
        /** The run starts from what the job starts with. */
        START_RIGHT(6),
        /** An empty tensor has one root only, and the defender claims another. */
        EMPTY_WRONG(7),
        /** The empty tensor has the root that it must have. */
        EMPTY_RIGHT(8),
        /** The loser's time ran out, for a move or in all. */
        TIME(9),
        /** The loser sent more invalid messages than are allowed. */
        INVALID_MESSAGES(10);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /** The code in a dispute's bytes. */
        int code() {
            return code;
        }

        static Reason of(int code) {
            for (Reason reason : values()) {
                if (reason.code == code) {
                    return reason;
                }
            }
            throw RefusedException.malformed("reasons are numbered 1 to " + values().length + "; this is " + code);
        }
    }

    /** One sentence for people. */
    public String sentence() {
        String who = winner == Role.DEFENDER ? "the defender wins" : "the challenger wins";
        return who + ": " + why() + " (" + place + ")";
    }

    /** The part of the sentence that says what decided it. */
    public String why() {
        return switch (reason) {
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
    }
}
