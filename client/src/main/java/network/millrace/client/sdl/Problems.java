package network.millrace.client.sdl;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Collects what is wrong, each once, and what is only worth a remark. The mode says which of both an accident is. */
final class Problems {
    private static final int PROBLEMS_MAX = 100;
    private static final int GUESSES_MAX = 2 * PROBLEMS_MAX;
    /** Problems that are found, the same ones again too: by aliases a single one can be found anywhere. */
    private static final int FINDS_MAX = 5_000;
    /** Values that are read, those reached by aliases as often as they are reached. */
    private static final int VALUES_MAX = 75_000;

    private final Sdl.Mode mode;
    private final Set<SdlProblem> found = new LinkedHashSet<>();
    private final Set<SdlProblem> remarks = new LinkedHashSet<>();
    private int finds;
    private int values;
    private int guesses;
    private boolean ended;

    Problems(Sdl.Mode mode) {
        this.mode = mode;
    }

    /**
     * Ends the reading of a document of which enough is known: it is refused, and nobody reads more problems than there are.
     * Thrown, because a reader that could be told by a result would have to ask for it at each of a hundred places.
     */
    static final class Enough extends RuntimeException {
        private Enough() {
            super("enough is wrong with this document", null, false, false);
        }
    }

    /** @throws Enough when there are as many as are told */
    void add(SdlProblem problem) {
        found.add(problem);
        finds++;
        if (found.size() >= PROBLEMS_MAX || finds >= FINDS_MAX) {
            ended = true;
            throw new Enough();
        }
    }

    /** A problem after which it is no use to look for others. */
    Enough last(SdlProblem problem) {
        ended = true;
        add(problem);
        return new Enough();
    }

    void remark(Supplier<SdlProblem> remark) {
        if (remarks.size() < PROBLEMS_MAX) {
            remarks.add(remark.get());
        }
    }

    /** Refused, or taken like Akash takes it and remarked on. */
    void accident(Supplier<SdlProblem> accident) {
        switch (mode) {
            case STRICT -> add(accident.get());
            case COMPAT -> remark(accident);
        }
    }

    /** For what concerns the document as a whole. */
    void add(String message, String hint) {
        add(ofDocument(message, hint));
    }

    private static SdlProblem ofDocument(String message, String hint) {
        return new SdlProblem(0, 0, "", message, hint);
    }

    /** Another value is read. */
    void countValue() {
        values++;
        if (values > VALUES_MAX) {
            throw last(ofDocument(
                    "the document stands for more than " + VALUES_MAX + " values", "use fewer aliases (*name)"));
        }
    }

    /** Looking for what was meant takes longer than anything else, and nobody reads thousands of hints. */
    boolean mayGuess() {
        guesses++;
        return guesses <= GUESSES_MAX;
    }

    SdlException refusal() {
        return new SdlException(List.copyOf(found), ended);
    }

    List<SdlProblem> remarks() {
        return remarks.stream().sorted(SdlProblem.BY_PLACE).toList();
    }

    void throwIfAny() throws SdlException {
        if (!found.isEmpty()) {
            throw refusal();
        }
    }
}
