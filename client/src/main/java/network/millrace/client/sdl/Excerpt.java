package network.millrace.client.sdl;

import java.util.Optional;

/**
 * A line of a document with a caret under one place in it. Tabs become a space, so that the caret stands where the eye
 * looks; characters that terminals draw two columns wide are counted as two.
 */
final class Excerpt {
    /** Columns of a terminal that a line may take; longer ones are cut around the caret. */
    private static final int WIDTH_MAX = 100;

    private static final String CUT = "…";

    private Excerpt() {}

    /**
     * Two lines, without a newline at the end; "" when there is no such line.
     *
     * @param line counted from 1
     * @param column counted from 1 in code points
     */
    static String of(String text, int line, int column) {
        return line(text, line).map(found -> of(found, column)).orElse("");
    }

    private static String of(String line, int column) {
        // A line can be the whole document: only what could be shown is looked at.
        int at = forward(line, 0, column - 1);
        int from = backward(line, at, WIDTH_MAX);
        int to = forward(line, at, WIDTH_MAX);
        int[] shown = line.substring(from, to).codePoints().map(Excerpt::shown).toArray();
        int caret = line.codePointCount(from, at);
        int start = caret;
        int end = caret;
        int width = 0;
        // Grows to both sides, to the left first, until the line is whole or the width is used up.
        boolean grew = true;
        while (grew && width < WIDTH_MAX) {
            grew = false;
            if (end < shown.length) {
                width += width(shown[end]);
                end++;
                grew = true;
            }
            if (start > 0) {
                start--;
                width += width(shown[start]);
                grew = true;
            }
        }
        String before = from > 0 || start > 0 ? CUT : "";
        int indent = before.length();
        for (int i = start; i < caret; i++) {
            indent += width(shown[i]);
        }
        String after = to < line.length() || end < shown.length ? CUT : "";
        return before + new String(shown, start, end - start) + after + "\n" + " ".repeat(indent) + "^";
    }

    /** The index so many code points behind another one, or where the line ends. */
    private static int forward(String line, int from, int codePoints) {
        int at = from;
        for (int i = 0; i < codePoints && at < line.length(); i++) {
            at += Character.charCount(line.codePointAt(at));
        }
        return at;
    }

    /** The index so many code points before another one, or where the line begins. */
    private static int backward(String line, int from, int codePoints) {
        int at = from;
        for (int i = 0; i < codePoints && at > 0; i++) {
            at -= Character.charCount(line.codePointBefore(at));
        }
        return at;
    }

    /** Lines end where the YAML reader ends them. */
    private static Optional<String> line(String text, int line) {
        int start = 0;
        for (int number = 1; line > 0 && start <= text.length(); number++) {
            int end = start;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            if (number == line) {
                return Optional.of(text.substring(start, end).replace("\uFEFF", ""));
            }
            boolean windows = text.startsWith("\r\n", end);
            start = end + (windows ? 2 : 1);
        }
        return Optional.empty();
    }

    /** Control characters could move the cursor, and a document may come from a stranger. */
    private static int shown(int character) {
        int type = Character.getType(character);
        if (character == '\t') {
            return ' ';
        }
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE
                ? '\uFFFD'
                : character;
    }

    /** Columns in a terminal: combining marks take none, the scripts of East Asia and emoji take two. */
    private static int width(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = Character.isIdeographic(character)
                || (character >= 0x1100 && character <= 0x115F)
                || (character >= 0x2E80 && character <= 0xA4CF)
                || (character >= 0xAC00 && character <= 0xD7A3)
                || (character >= 0xF900 && character <= 0xFAFF)
                || (character >= 0xFE30 && character <= 0xFE6F)
                || (character >= 0xFF00 && character <= 0xFF60)
                || (character >= 0xFFE0 && character <= 0xFFE6)
                || (character >= 0x1F300 && character <= 0x1FAFF);
        return wide ? 2 : 1;
    }
}
