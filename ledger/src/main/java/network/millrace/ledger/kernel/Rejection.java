package network.millrace.ledger.kernel;

import java.util.Locale;

/**
 * A sender's mistake: the transaction or query is refused and has no effect. The message says what was expected and what
 * came. It carries no stack trace, because refusing must stay cheap and the code says where it came from.
 */
public final class Rejection extends RuntimeException {
    private final transient ErrorCode code;
    private final String sentence;

    public Rejection(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
        this.sentence = message;
    }

    public ErrorCode code() {
        return code;
    }

    /** The sentence, which is always there. */
    @Override
    public String getMessage() {
        return sentence;
    }

    /** Refuses unless the condition holds; the arguments are formatted only when it does not. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library that the ledger does not use
    public static void unless(boolean condition, ErrorCode code, String format, Object... arguments) {
        if (!condition) {
            throw new Rejection(code, String.format(Locale.ROOT, format, arguments));
        }
    }
}
