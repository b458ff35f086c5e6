package network.millrace.client.compose;

/**
 * One thing to know about an import.
 *
 * @param line counted from 1; 0 when it concerns the file as a whole
 * @param column counted from 1, in code points
 * @param path where it stands, such as {@code services.web.ports[0]}
 * @param message a sentence
 */
public record ComposeNote(Kind kind, int line, int column, String path, String message) {

    public enum Kind {
        /** Why nothing was made of the file. */
        PROBLEM,
        /** It has no counterpart in SDL. */
        LEFT_OUT,
        /** It became something that is not quite the same, or something had to be chosen. */
        CHANGED
    }

    /** {@code line 5, column 3: services.web.build: …}. */
    @Override
    public String toString() {
        String place = line > 0 ? "line " + line + ", column " + column + ": " : "";
        return place + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
