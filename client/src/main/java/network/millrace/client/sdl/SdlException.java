package network.millrace.client.sdl;

import java.util.List;

/** A document that cannot be used, with every problem that was found. */
public final class SdlException extends Exception {
    private final transient List<SdlProblem> problems;

    public SdlException(List<SdlProblem> problems) {
        super(String.join("\n", problems.stream().map(SdlProblem::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    /** In the order in which they were found. */
    public List<SdlProblem> problems() {
        return problems;
    }
}
