package network.millrace.node.config;

/** A configuration that cannot be used. The message says where, what was expected and what came. */
public final class ConfigException extends RuntimeException {

    /** A finding about a setting or a file. */
    public ConfigException(String message) {
        super(message);
    }

    /** A file that cannot be read or written. */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
