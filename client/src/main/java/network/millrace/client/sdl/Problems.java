package network.millrace.client.sdl;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, each once, and what is only worth a remark. */
final class Problems {
    private static final int PROBLEMS_MAX = 100;

    private final Set<SdlProblem> found = new LinkedHashSet<>();
    private final Set<SdlProblem> remarks = new LinkedHashSet<>();

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

    /** For what concerns the document as a whole. */
    void add(String message) {
        add(new SdlProblem(0, 0, "", message));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<SdlProblem> remarks() {
        return List.copyOf(remarks);
    }

    void throwIfAny() throws SdlException {
        if (!found.isEmpty()) {
            throw new SdlException(List.copyOf(found));
        }
    }
}
