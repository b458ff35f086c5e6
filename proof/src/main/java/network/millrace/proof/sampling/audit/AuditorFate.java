package network.millrace.proof.sampling.audit;

/** What an audit means for one auditor. */
public enum AuditorFate {
    /** Nothing speaks against what it found: paid. */
    RIGHT(false),
    /** It doubted, and the claim fell by another's doubt before its own was heard: paid, its bond given back. */
    UNDECIDED(false),
    /** It gave no finding in time: not paid. */
    MISSED(false),
    /** It had to recompute a step that is proven wrong and did not say so, or did not answer the charge: slashed. */
    NEGLIGENT(true),
    /** It called a step wrong that is proven right: loses its bond. */
    FALSE_ACCUSER(true),
    /** It accused and then let its clock run out: loses a part of its bond. */
    ABANDONED(true);

    private final boolean isBlame;

    AuditorFate(boolean isBlame) {
        this.isBlame = isBlame;
    }

    /** What becomes of one that doubted a step, by its own dispute. */
    static AuditorFate ofAccuser(Verdict verdict) {
        return switch (verdict) {
            case STEP_FALSE, DEFENDER_SILENT -> RIGHT;
            case STEP_RIGHT -> FALSE_ACCUSER;
            case DOUBTER_SILENT -> ABANDONED;
        };
    }

    /** Whether it loses more than the fee. */
    public boolean isBlame() {
        return isBlame;
    }
}
