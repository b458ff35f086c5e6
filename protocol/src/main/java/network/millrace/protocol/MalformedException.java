package network.millrace.protocol;

/**
 * Text or bytes from outside that are not of the form they must have. The message is a sentence: what was expected, and
 * what came.
 */
public final class MalformedException extends IllegalArgumentException {
    /** Longest piece of the offending text that is quoted back. */
    private static final int QUOTE_MAX = 80;

    private final String sentence;

    public MalformedException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public MalformedException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** The sentence, which is always there. */
    @Override
    public String getMessage() {
        return sentence;
    }

    /** Quotes text from outside for use in a message: shortened, control characters replaced. */
    public static String quote(String text) {
        String shown = text.length() <= QUOTE_MAX ? text : text.substring(0, QUOTE_MAX) + "…";
        StringBuilder quoted = new StringBuilder(shown.length() + 2).append('"');
        shown.chars().forEach(character -> quoted.append(character < ' ' ? '\uFFFD' : (char) character));
        return quoted.append('"').toString();
    }
}
