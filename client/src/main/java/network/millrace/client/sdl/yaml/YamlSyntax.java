package network.millrace.client.sdl.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/** Says what is wrong with the YAML, in the words of somebody who writes it and not of somebody who parses it. */
final class YamlSyntax {
    private YamlSyntax() {}

    static YamlException problem(MarkedYamlEngineException syntax, String text) {
        Optional<Mark> mark = syntax.getProblemMark().or(syntax::getContextMark);
        int line = mark.map(Mark::getLine).orElse(-1) + 1;
        int column = mark.map(Mark::getColumn).orElse(-1) + 1;
        if (isTab(text, mark)) {
            return new YamlException(line, column, "YAML is indented with spaces; here is a tab", "write spaces");
        }
        String problem = String.valueOf(syntax.getProblem()).replaceFirst("\\. \\(.*", "");
        String context = syntax.getContext() == null ? "" : " " + syntax.getContext();
        return new YamlException(line, column, "this is no YAML: " + problem + context, hint(problem));
    }

    private static boolean isTab(String text, Optional<Mark> mark) {
        if (mark.isEmpty()) {
            return false;
        }
        int index = text.offsetByCodePoints(0, Math.min(mark.get().getIndex(), text.codePointCount(0, text.length())));
        return index < text.length() && text.charAt(index) == '\t';
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
        int position = Math.min(character.getPosition(), text.codePointCount(0, text.length()));
        String before = text.substring(0, text.offsetByCodePoints(0, position));
        int start = before.lastIndexOf('\n') + 1;
        return new YamlException(
                (int) before.chars().filter(each -> each == '\n').count() + 1,
                before.codePointCount(start, before.length()) + 1,
                "the character U+%04X does not belong into a text".formatted(character.getCodePoint()),
                character.getCodePoint() == 0 ? "is this a text file at all?" : "take it out");
    }
}
