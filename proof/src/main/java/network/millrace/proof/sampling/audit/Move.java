package network.millrace.proof.sampling.audit;

/** What came of an auditor's message. */
public sealed interface Move {
    /** The audit after it; deadlines that have passed are applied in both cases. */
    Audit audit();

    record Accepted(Audit audit) implements Move {}

    record Refused(Audit audit, Refusal reason) implements Move {}
}
