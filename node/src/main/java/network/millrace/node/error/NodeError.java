package network.millrace.node.error;

/** Why a node itself, not the ledger, refuses something. Codes never change. */
public enum NodeError {
    /** The request is not what the route takes. */
    BAD_REQUEST(1),
    /** There is nothing of that name, hash or height. */
    NOT_FOUND(2),
    /** The request or the transaction is larger than this node takes. */
    TOO_LARGE(3),
    /** Too many requests at once, or from one address. */
    BUSY(4),
    /** The transactions waiting for a block fill the node's room for them. */
    MEMPOOL_FULL(5),
    /** One sender has as many transactions waiting as one sender may. */
    SENDER_LIMIT(6),
    /** The transaction waited longer for a block than transactions may. */
    EXPIRED(7),
    /** The node is stopping, or has stopped because of a failure. */
    STOPPED(8),
    /** The answer did not come in time; the transaction may still be included. */
    TIMED_OUT(9);

    /** Code space of these errors. */
    public static final String CODESPACE = "node";

    private final int code;

    NodeError(int code) {
        this.code = code;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }
}
