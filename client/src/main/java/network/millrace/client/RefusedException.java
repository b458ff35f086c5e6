package network.millrace.client;

import network.millrace.protocol.node.v1.ErrorBody;

/** A node answered no. Asking again gives the same answer until something changes. */
public final class RefusedException extends NetworkException {
    private final int code;
    private final String codespace;

    public RefusedException(int code, String codespace, String message) {
        super(message);
        this.code = code;
        this.codespace = codespace;
    }

    public static RefusedException of(ErrorBody error) {
        return new RefusedException(error.getCode(), error.getCodespace(), error.getMessage());
    }

    /** Number of the reason within its code space. */
    public int code() {
        return code;
    }

    /** Module whose reasons these are; "node" for the node itself. */
    public String codespace() {
        return codespace;
    }
}
