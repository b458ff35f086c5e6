package network.millrace.client.sdl;

import java.util.List;

/** A document that cannot be used, with every problem that was found. */
public final class SdlException extends Exception {
    private final transient List<SdlProblem> problems;

    public SdlException(List<SdlProblem> problems) {
        super(String.join(
                "\n", sorted(problems).stream().map(SdlProblem::toString).toList()));
        this.problems = sorted(problems);
    }

    private static List<SdlProblem> sorted(List<SdlProblem> problems) {
        return problems.stream().sorted(SdlProblem.BY_PLACE).toList();
    }

    /** From the top of the document to its end. */
    public List<SdlProblem> problems() {
        return problems;
    }
}
