package network.millrace.node.api;

import network.millrace.node.error.NodeError;
import network.millrace.protocol.node.v1.ErrorBody;

/** A request that is refused: an HTTP status, and the body that says why. */
final class ApiException extends RuntimeException {
    private final int status;
    private final transient ErrorBody body;

    ApiException(int status, NodeError error, String message) {
        this(status, error.code(), NodeError.CODESPACE, message);
    }

    ApiException(int status, int code, String codespace, String message) {
        super(message, null, false, false);
        this.status = status;
        this.body = ErrorBody.newBuilder()
                .setCode(code)
                .setCodespace(codespace)
                .setMessage(message)
                .build();
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, NodeError.BAD_REQUEST, message);
    }

    static ApiException notFound(String message) {
        return new ApiException(404, NodeError.NOT_FOUND, message);
    }

    int status() {
        return status;
    }

    ErrorBody body() {
        return body;
    }
}
