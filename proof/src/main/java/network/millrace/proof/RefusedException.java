package network.millrace.proof;

/**
 * A program, tensor or message from outside that is not taken. The message is a sentence that a stranger can act on:
 * what was expected, what came, and for a limit both numbers.
 */
public final class RefusedException extends IllegalArgumentException {
    /** Why something was refused. */
    public enum Reason {
        /** Not of the form that it must have; no implementation would take it. */
        MALFORMED,
        /** Valid ONNX, but with an operator, type or version that is not implemented here. */
        UNSUPPORTED,
        /** Larger or dearer than the limits allow. */
        OVER_LIMIT
    }

    private final Reason reason;
    private final String sentence;

    public RefusedException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
        this.sentence = sentence;
    }

    /** Refuses something that is not of the form it must have. */
    public static RefusedException malformed(String sentence) {
        return new RefusedException(Reason.MALFORMED, sentence);
    }

    /** Refuses what is valid but not implemented. */
    public static RefusedException unsupported(String sentence) {
        return new RefusedException(Reason.UNSUPPORTED, sentence);
    }

    /** Refuses what exceeds a limit, and says both numbers. */
    public static RefusedException overLimit(String what, long came, long allowed) {
        return new RefusedException(Reason.OVER_LIMIT, what + ": " + came + ", at most " + allowed + " are allowed");
    }

    /** The same refusal with the place where it arose in front. */
    public RefusedException at(String place) {
        return new RefusedException(reason, place + ": " + sentence);
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
