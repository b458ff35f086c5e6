package network.millrace.client.sdl;

import java.util.List;

/** A document that cannot be used, with every problem that was found. */
public final class SdlException extends Exception {
    private final transient List<SdlProblem> problems;
    private final boolean more;

    SdlException(List<SdlProblem> problems, boolean more) {
        // Where the reader found the mistakes says nothing of where they are: there is no stack trace.
        super(
                String.join(
                        "\n",
                        sorted(problems).stream().map(SdlProblem::toString).toList()),
                null,
                false,
                false);
        this.problems = sorted(problems);
        this.more = more;
    }

    private static List<SdlProblem> sorted(List<SdlProblem> problems) {
        return problems.stream().sorted(SdlProblem.BY_PLACE).toList();
    }

    /** From the top of the document to its end. */
    public List<SdlProblem> problems() {
        return problems;
    }

    /** Whether there may be more of them, because reading ended at so many. */
    public boolean mayHaveMore() {
        return more;
    }
}
