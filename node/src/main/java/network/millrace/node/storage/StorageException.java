package network.millrace.node.storage;

/** Disk or database failed, or holds something it cannot hold. The message says what was found and what to do about it. */
public final class StorageException extends RuntimeException {

    /** A finding without an underlying failure. */
    public StorageException(String message) {
        super(message);
    }

    /** A failure of the disk or the database below. */
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
