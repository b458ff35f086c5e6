package network.millrace.protocol.tx;

/** Bytes that are no acceptable transaction. The message is a sentence for whoever sent them. */
public final class TransactionException extends Exception {
    private final TransactionProblem problem;
    private final String sentence;

    public TransactionException(TransactionProblem problem, String sentence) {
        super(sentence);
        this.problem = problem;
        this.sentence = sentence;
    }

    /** The sentence, which is always there. */
    @Override
    public String getMessage() {
        return sentence;
    }

    public TransactionProblem problem() {
        return problem;
    }
}
