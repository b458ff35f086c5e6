package network.millrace.client.access;

/** A token that does not open the door. The message is a sentence for its bearer; it never quotes the token. */
public final class AccessDeniedException extends Exception {
    private final String sentence;

    public AccessDeniedException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** The sentence, which is always there. */
    @Override
    public String getMessage() {
        return sentence;
    }
}
