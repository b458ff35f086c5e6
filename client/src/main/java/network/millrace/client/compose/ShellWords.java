package network.millrace.client.compose;

import java.util.ArrayList;
import java.util.List;

/** Splits a command line into words as compose does: blanks separate, quotes and backslashes keep together; nothing else has a meaning. */
final class ShellWords {
    private ShellWords() {}

    static List<String> split(Value at, String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            boolean escapes = character == '\\' && quote != '\'' && i + 1 < line.length();
            if (escapes && (quote == 0 || "\"\\$`".indexOf(line.charAt(i + 1)) >= 0)) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (quote != 0) {
                if (character == quote) {
                    quote = 0;
                } else {
                    word.append(character);
                }
            } else if (character == '"' || character == '\'') {
                quote = character;
                inWord = true;
            } else if (!Character.isWhitespace(character)) {
                word.append(character);
                inWord = true;
            } else if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }
        if (quote != 0) {
            at.problem("a quotation mark is not closed in " + at.shown());
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
