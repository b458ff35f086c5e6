package network.millrace.client.sdl;

/**
 * One thing that is wrong with a document.
 *
 * @param line counted from 1; 0 when it concerns the document as a whole
 * @param column counted from 1
 * @param path where it stands, such as {@code services.web.image}
 * @param message a sentence: what was expected and what came
 */
public record SdlProblem(int line, int column, String path, String message) {
    /** {@code line 5, column 3: services.web.image: …}. */
    @Override
    public String toString() {
        String place = line > 0 ? "line " + line + ", column " + column + ": " : "";
        return place + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
