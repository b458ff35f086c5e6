package network.millrace.client.sdl;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, each once, and what is only worth a remark. The mode says which of both an accident is. */
final class Problems {
    private static final int PROBLEMS_MAX = 100;
    private static final int GUESSES_MAX = 2 * PROBLEMS_MAX;
    /** Values that are read, those reached by aliases as often as they are reached. */
    private static final int VALUES_MAX = 150_000;

    private final Sdl.Mode mode;
    private final Set<SdlProblem> found = new LinkedHashSet<>();
    private final Set<SdlProblem> remarks = new LinkedHashSet<>();
    private int values;
    private int guesses;

    Problems(Sdl.Mode mode) {
        this.mode = mode;
    }

    void add(SdlProblem problem) {
        if (found.size() < PROBLEMS_MAX) {
            found.add(problem);
        }
    }

    void remark(SdlProblem remark) {
        if (remarks.size() < PROBLEMS_MAX) {
            remarks.add(remark);
        }
    }

    /** Refused, or taken like Akash takes it and remarked on. */
    void accident(SdlProblem accident) {
        switch (mode) {
            case STRICT -> add(accident);
            case COMPAT -> remark(accident);
        }
    }

    /** For what concerns the document as a whole. */
    void add(String message, String hint) {
        add(new SdlProblem(0, 0, "", message, hint));
    }

    /** Whether another value may be read; when not, that is among the problems. */
    boolean countValue() {
        values++;
        if (values == VALUES_MAX) {
            add("the document stands for more than " + VALUES_MAX + " values", "use fewer aliases (*name)");
        }
        return values < VALUES_MAX;
    }

    /** Looking for what was meant takes longer than anything else, and nobody reads thousands of hints. */
    boolean mayGuess() {
        guesses++;
        return guesses <= GUESSES_MAX;
    }

    List<SdlProblem> found() {
        return List.copyOf(found);
    }

    List<SdlProblem> remarks() {
        return remarks.stream().sorted(SdlProblem.BY_PLACE).toList();
    }

    void throwIfAny() throws SdlException {
        if (!found.isEmpty()) {
            throw new SdlException(found());
        }
    }
}
