package network.millrace.agent.access;

/** Why the door refuses. Numbers never change. */
public enum DoorError {
    MALFORMED(1, 400),
    TOKEN_MISSING(2, 401),
    TOKEN_REFUSED(3, 401),
    TOKEN_USED(4, 401),
    TOKEN_FOR_ANOTHER(5, 403),
    LEASE_UNKNOWN(6, 404),
    MANIFEST_REFUSED(7, 422),
    BUSY(8, 429),
    NO_SUCH_PATH(9, 404),
    TOO_LARGE(10, 413),
    WORKLOAD_SILENT(11, 502),
    WORKLOAD_ABSENT(12, 503),
    LEDGER_SILENT(13, 503),
    FAILED(14, 500),
    NO_UPGRADE(15, 501);

    private final int code;
    private final int status;

    DoorError(int code, int status) {
        this.code = code;
        this.status = status;
    }

    public int code() {
        return code;
    }

    /** HTTP status that goes with it. */
    public int status() {
        return status;
    }
}
