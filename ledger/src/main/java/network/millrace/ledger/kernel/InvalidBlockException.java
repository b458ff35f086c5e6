package network.millrace.ledger.kernel;

/** A block that does not fit on this ledger: wrong chain, height, time or app hash, or too large. Nothing was changed. */
public final class InvalidBlockException extends RuntimeException {
    public InvalidBlockException(String message) {
        super(message);
    }
}
