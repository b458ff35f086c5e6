package network.millrace.client.sdl;

/** White space by Unicode's property, which is what Go trims; Java's idea of it differs by a few characters. */
final class Blanks {
    private static final String BLANKS = "\t\n\u000B\f\r \u0085\u00A0\u1680\u2028\u2029\u202F\u205F\u3000";

    private Blanks() {}

    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char character) {
        return BLANKS.indexOf(character) >= 0 || (character >= '\u2000' && character <= '\u200A');
    }
}
