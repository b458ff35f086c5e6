package network.millrace.cli.sdl;

/** JSON laid out for people: a member a line, two blanks a level. Nothing but white space changes. */
final class JsonLayout {
    private static final String INDENT = "  ";

    private JsonLayout() {}

    /** @param json without white space outside of its strings */
    static String of(String json) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char character = json.charAt(i);
            if (inString) {
                text.append(character);
                if (character == '\\') {
                    text.append(json.charAt(++i));
                }
                inString = character != '"';
                continue;
            }
            switch (character) {
                case '{', '[' -> {
                    boolean isEmpty = i + 1 < json.length() && (json.charAt(i + 1) == '}' || json.charAt(i + 1) == ']');
                    text.append(character);
                    if (isEmpty) {
                        text.append(json.charAt(++i));
                    } else {
                        newLine(text, ++depth);
                    }
                }
                case '}', ']' -> {
                    newLine(text, --depth);
                    text.append(character);
                }
                case ',' -> {
                    text.append(character);
                    newLine(text, depth);
                }
                case ':' -> text.append(": ");
                default -> {
                    text.append(character);
                    inString = character == '"';
                }
            }
        }
        return text.toString();
    }

    private static void newLine(StringBuilder text, int depth) {
        text.append('\n').append(INDENT.repeat(depth));
    }
}
