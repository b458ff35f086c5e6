package network.millrace.agent.settings;

/** Settings that cannot be used. The message says where, what was expected, what came and what may have been meant. */
public final class SettingsException extends RuntimeException {

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
