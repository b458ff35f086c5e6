package network.millrace.proof.dispute;

/** The two sides. */
public enum Role {
    /** Has committed to the run, and shows parts of it. */
    DEFENDER,
    /** Says that the run is wrong, and points at where. */
    CHALLENGER;

    public Role other() {
        return this == DEFENDER ? CHALLENGER : DEFENDER;
    }
}
