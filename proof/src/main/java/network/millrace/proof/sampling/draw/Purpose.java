package network.millrace.proof.sampling.draw;

/** What a seed is used for. The code is part of the hashed bytes and never changes. */
public enum Purpose {
    /** Whether a claim is audited at all. */
    DECISION(1),
    /** Who audits it. */
    AUDITORS(2),
    /** Which steps an auditor recomputes. */
    STEPS(3),
    /** Who computes a job that is decided by quorum. */
    REPLICAS(4);

    private final byte code;

    Purpose(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }
}
