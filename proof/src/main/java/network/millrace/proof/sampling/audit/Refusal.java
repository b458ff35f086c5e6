package network.millrace.proof.sampling.audit;

/** Why an auditor's message changes nothing. None of them is a fault: the auditor may send a better one in time. */
public enum Refusal {
    NOT_SEATED("this account has no seat in the audit"),
    NOT_COMMITTING("commitments are no longer taken: their deadline has passed or all seats have committed"),
    COMMITTED_BEFORE("this seat has committed already, and a commitment stands"),
    NOT_REVEALING("findings are revealed once nobody can commit any more"),
    TOO_LATE("the deadline has passed; only a finding that a step is wrong may still be shown, in one's defence"),
    NOT_COMMITTED("this seat has not committed, so it has nothing to reveal"),
    REVEALED_BEFORE("this seat has revealed already"),
    WRONG_OPENING("salt, root and step do not hash to what this seat committed to"),
    CONTRADICTORY("a finding agrees and has the claimed root, or names a step of its sample and has another root");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
