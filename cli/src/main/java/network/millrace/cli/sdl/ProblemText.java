package network.millrace.cli.sdl;

import java.util.List;
import java.util.stream.Collectors;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.SdlProblem;

/** Problems and remarks for people: the place, a sentence, the line with a caret, and what to write instead. */
record ProblemText(Terminal terminal) {
    private static final String INDENT = "    ";

    /** Each problem as some lines, a blank line behind each. */
    String problems(String file, String text, List<SdlProblem> problems) {
        return all(Style.BAD, "error", file, text, problems);
    }

    String remarks(String file, String text, List<SdlProblem> remarks) {
        return all(Style.NOTICE, "warning", file, text, remarks);
    }

    private String all(Style style, String word, String file, String text, List<SdlProblem> problems) {
        return problems.stream()
                .map(problem -> one(terminal.paint(style, word), file, text, problem))
                .collect(Collectors.joining());
    }

    private String one(String word, String file, String text, SdlProblem problem) {
        StringBuilder lines = new StringBuilder(file);
        if (problem.line() > 0) {
            lines.append(':').append(problem.line()).append(':').append(problem.column());
        }
        lines.append(": ").append(word).append(": ");
        lines.append(problem.path().isEmpty() ? "" : problem.path() + ": ")
                .append(problem.message())
                .append('\n');
        problem.excerpt(text)
                .lines()
                .forEach(line -> lines.append(INDENT).append(line).append('\n'));
        if (!problem.hint().isEmpty()) {
            lines.append(INDENT)
                    .append(terminal.paint(Style.GOOD, problem.hint()))
                    .append('\n');
        }
        return lines.append('\n').toString();
    }
}
