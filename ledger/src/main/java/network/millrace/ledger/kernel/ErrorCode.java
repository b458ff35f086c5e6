package network.millrace.ledger.kernel;

/** One reason of refusal, implemented by each module's error enum. Codes are stable: a number is never given a new meaning. */
public interface ErrorCode {
    /** 1 or above, unique within the codespace. */
    int code();

    /** Name of the module. */
    String codespace();

    /** What this code means, as one sentence. */
    String sentence();
}
