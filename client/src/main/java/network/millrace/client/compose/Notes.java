package network.millrace.client.compose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import network.millrace.client.compose.ComposeNote.Kind;

/** Collects what there is to say, each once. */
final class Notes {
    private static final int NOTES_MAX = 500;

    private final Set<ComposeNote> notes = new LinkedHashSet<>();
    private boolean overflowed;

    void add(ComposeNote note) {
        if (notes.size() < NOTES_MAX) {
            notes.add(note);
        } else if (!overflowed) {
            overflowed = true;
            notes.add(new ComposeNote(
                    note.kind(), 0, 0, "", "there is more than these " + NOTES_MAX + ": this file does not fit SDL"));
        }
    }

    /** For what concerns the file as a whole. */
    void problem(String message) {
        add(new ComposeNote(Kind.PROBLEM, 0, 0, "", message));
    }

    /** What ends the reading at once: {@code throw refusal(…)}. */
    ComposeException refusal(int line, int column, String message) {
        return new ComposeException(List.of(new ComposeNote(Kind.PROBLEM, line, column, "", message)));
    }

    void throwIfProblems() throws ComposeException {
        List<ComposeNote> problems =
                all().stream().filter(note -> note.kind() == Kind.PROBLEM).toList();
        if (!problems.isEmpty()) {
            throw new ComposeException(problems);
        }
    }

    /** In the order of the file. */
    List<ComposeNote> all() {
        List<ComposeNote> sorted = new ArrayList<>(notes);
        sorted.sort(Comparator.comparingInt(ComposeNote::line).thenComparingInt(ComposeNote::column));
        return sorted;
    }
}
