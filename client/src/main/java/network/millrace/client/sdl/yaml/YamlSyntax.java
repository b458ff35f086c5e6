package network.millrace.client.sdl.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/** Says what is wrong with the YAML, in the words of somebody who writes it and not of somebody who parses it. */
final class YamlSyntax {
    static final String TAB = "YAML is indented with spaces; here is a tab";
    static final String TAB_HINT = "write spaces";

    private static final char[] AMBIGUOUS = {'\uFEFF', '\u0085', '\u2028', '\u2029'};

    private YamlSyntax() {}

    /**
     * Characters that the YAML library drops, and those that end a line in YAML 1.1, which is what Akash's library reads, but
     * not in 1.2. A document with them could get another hash here.
     */
    static void checkCharacters(String text) throws YamlException {
        for (char character : AMBIGUOUS) {
            int at = text.indexOf(character);
            if (at >= 0) {
                throw atCharacter(character, text.codePointCount(0, at), text);
            }
        }
    }

    static YamlException problem(MarkedYamlEngineException syntax, String text) {
        Optional<Mark> mark = syntax.getProblemMark().or(syntax::getContextMark);
        int line = mark.map(Mark::getLine).orElse(-1) + 1;
        int column = mark.map(Mark::getColumn).orElse(-1) + 1;
        if (mark.isPresent() && isTab(text, mark.get().getIndex())) {
            return new YamlException(line, column, TAB, TAB_HINT);
        }
        String problem = words(String.valueOf(syntax.getProblem()));
        String context = syntax.getContext() == null ? "" : " " + syntax.getContext();
        return new YamlException(line, column, "this is no YAML: " + problem + context, hint(problem));
    }

    /** The library takes for granted that an escape has its digits, and that they are no more than a number can hold. */
    static YamlException escape(int line, int column) {
        return new YamlException(
                line,
                column,
                "this is no YAML: an escape in double quotes ends here that stands for no character",
                "\\x takes two hexadecimal digits, \\u four, \\U eight; a backslash itself is \\\\");
    }

    private static boolean isTab(String text, int position) {
        int index = text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length())));
        return index < text.length() && text.charAt(index) == '\t';
    }

    /** Without what explains the parser, and without characters that cannot be seen. */
    private static String words(String problem) {
        return problem.replaceFirst("\\. \\(.*", "")
                .replace("\0(0)", "the end of the text")
                .replace("\0 (0)", "the end of the text")
                .replace("\n(10)", "the end of the line")
                .replaceAll("\\s+", " ");
    }

    private static String hint(String problem) {
        if (problem.startsWith("mapping values are not allowed")) {
            return "put a text with \": \" in it in quotes, and look at the indentation";
        }
        if (problem.startsWith("found unexpected end of stream")) {
            return "a quote or bracket is not closed";
        }
        if (problem.startsWith("found character")) {
            return "put the text in quotes";
        }
        if (problem.startsWith("expected <block end>")) {
            return "look at the indentation of this line and of the ones before";
        }
        return "";
    }

    static YamlException problem(ReaderException character, String text) {
        return atCharacter(character.getCodePoint(), character.getPosition(), text);
    }

    private static YamlException atCharacter(int character, int index, String text) {
        int position = Math.min(index, text.codePointCount(0, text.length()));
        String before = text.substring(0, text.offsetByCodePoints(0, position));
        int start = before.lastIndexOf('\n') + 1;
        return new YamlException(
                (int) before.chars().filter(each -> each == '\n').count() + 1,
                before.codePointCount(start, before.length()) + 1,
                "the character U+%04X does not belong into a text".formatted(character),
                character == 0
                        ? "is this a text file at all?"
                        : "take it out, or write it as an escape in double quotes");
    }
}
