package network.millrace.client;

/** No node gave a usable answer. The call may be tried again; the message says which nodes were asked. */
public class NetworkException extends RuntimeException {
    public NetworkException(String message) {
        super(message);
    }

    public NetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
