package network.millrace.proof.sampling.audit;

/** How a dispute about one step ended: the doubter says that the step is wrong, the defender that it is right. */
public enum Verdict {
    /** The referee recomputed a part of the step, and it was wrong. */
    STEP_FALSE,
    /** The referee recomputed a part of the step, and it was right. */
    STEP_RIGHT,
    /** The defender's clock ran out. */
    DEFENDER_SILENT,
    /** The doubter's clock ran out. */
    DOUBTER_SILENT;

    /** Whether whoever called the step right lost. */
    public boolean isAgainstDefender() {
        return this == STEP_FALSE || this == DEFENDER_SILENT;
    }
}
