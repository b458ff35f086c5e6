package network.millrace.proof.sampling.audit;

/** What an audit means for the claim and whoever made it. */
public enum ClaimFate {
    /** An auditor found nothing wrong, and no accusation held: one more pass in the record. */
    PASSED,
    /** A step was proven wrong: slashed, the record starts anew. */
    FAILED,
    /** The provider did not answer an accusation in time: slashed in part, the record starts anew. */
    TIMED_OUT,
    /** Nobody looked and said so: the record stays as it was, and the claim may be audited again. */
    UNHEARD,
    /** It was a canary, and its requester said the truth about it. */
    CANARY,
    /** It was called a canary, and a step was called wrong that is not, or right that is not: the requester pays. */
    FALSE_CANARY
}
