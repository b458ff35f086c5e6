package network.millrace.client.sdl.yaml;

/** A text that is no YAML, or too much of it. */
public final class YamlException extends Exception {
    private final int line;
    private final int column;
    private final String hint;

    YamlException(int line, int column, String message, String hint) {
        super(message);
        this.line = line;
        this.column = column;
        this.hint = hint;
    }

    /** Counted from 1; 0 when it concerns the whole text. */
    public int line() {
        return line;
    }

    /** Counted from 1 in code points; 0 when line is. */
    public int column() {
        return column;
    }

    /** What to do about it; "" when nothing can be guessed. */
    public String hint() {
        return hint;
    }
}
