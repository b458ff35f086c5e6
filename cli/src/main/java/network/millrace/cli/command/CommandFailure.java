package network.millrace.cli.command;

/** A command that ends without what was asked for. The message says what is wrong and what to do next. */
public final class CommandFailure extends RuntimeException {
    /** Refused, failed, or not all that was expected held. */
    public static final int FAILED = 1;

    /** Wrong usage, or something that must be there first is missing. */
    public static final int USAGE = 2;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    private CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public static CommandFailure failed(String message) {
        return new CommandFailure(FAILED, message);
    }

    public static CommandFailure failed(String message, Throwable cause) {
        return new CommandFailure(FAILED, message, cause);
    }

    public static CommandFailure missing(String message) {
        return new CommandFailure(USAGE, message);
    }

    public static CommandFailure missing(String message, Throwable cause) {
        return new CommandFailure(USAGE, message, cause);
    }

    public int exitCode() {
        return exitCode;
    }
}
