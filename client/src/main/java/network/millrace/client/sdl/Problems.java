package network.millrace.client.sdl;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, each once, and what is only worth a remark. The mode says which of both an accident is. */
final class Problems {
    private static final int PROBLEMS_MAX = 100;

    private final Sdl.Mode mode;
    private final Set<SdlProblem> found = new LinkedHashSet<>();
    private final Set<SdlProblem> remarks = new LinkedHashSet<>();

    Problems(Sdl.Mode mode) {
        this.mode = mode;
    }

    Sdl.Mode mode() {
        return mode;
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

    /** What Akash takes by accident: refused, or in compat mode taken like there and remarked on. */
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
