package network.millrace.client.sdl;

import java.util.Comparator;

/**
 * One thing that is wrong with a document, or only worth a remark.
 *
 * @param line counted from 1; 0 when it concerns the document as a whole
 * @param column counted from 1 in code points; 0 when line is
 * @param path where it stands, such as {@code services.web.image}
 * @param message a sentence: what was expected and what came
 * @param hint what to write instead, such as {@code write 512Mi}; "" when nothing can be guessed
 */
public record SdlProblem(int line, int column, String path, String message, String hint) {
    /** From the top of the document to its end; what concerns the whole comes first. */
    public static final Comparator<SdlProblem> BY_PLACE =
            Comparator.comparingInt(SdlProblem::line).thenComparingInt(SdlProblem::column);

    /** What is named in a sentence can be as long as the document, and have characters that move a terminal's cursor. */
    private static final int TEXT_MAX = 400;

    private static final char REPLACEMENT = '\uFFFD';

    public SdlProblem {
        message = shown(message);
        hint = shown(hint);
    }

    private static String shown(String text) {
        String cut = text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
        char[] characters = cut.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            if (Character.isISOControl(characters[i])) {
                characters[i] = REPLACEMENT;
            }
        }
        return new String(characters);
    }

    /** {@code line 5, column 3: services.web.image: …; hint}. */
    @Override
    public String toString() {
        String place = line > 0 ? "line " + line + ", column " + column + ": " : "";
        return place + (path.isEmpty() ? "" : path + ": ") + message + (hint.isEmpty() ? "" : "; " + hint);
    }

    /** The line it stands in and a caret under the place; "" when it concerns the whole document. */
    public String excerpt(String text) {
        return Excerpt.of(text, line, column);
    }
}
