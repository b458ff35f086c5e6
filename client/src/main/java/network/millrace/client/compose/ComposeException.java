package network.millrace.client.compose;

import java.util.List;
import java.util.stream.Collectors;

/** A compose file of which no SDL document can be made; all reasons at once. */
public final class ComposeException extends Exception {
    private final List<ComposeNote> problems;

    ComposeException(List<ComposeNote> problems) {
        super(problems.stream().map(ComposeNote::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<ComposeNote> problems() {
        return problems;
    }
}
