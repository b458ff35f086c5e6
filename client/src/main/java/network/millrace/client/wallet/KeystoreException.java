package network.millrace.client.wallet;

/** A key that cannot be stored, found or unlocked. The message says what to do. */
public final class KeystoreException extends RuntimeException {
    public KeystoreException(String message) {
        super(message);
    }

    public KeystoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
