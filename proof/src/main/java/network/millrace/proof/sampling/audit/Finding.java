package network.millrace.proof.sampling.audit;

/** How one seat's part in an audit ended. */
public sealed interface Finding {
    /** It revealed that the claim is right as far as it looked. */
    record Agrees() implements Finding {}

    /** It revealed that this step of the claim is wrong. */
    record Doubts(long step) implements Finding {}

    /**
     * It committed and did not reveal in time: it copied a commitment, fell silent, or saw what others revealed and thought
     * better of it. It answers for its sample as if it had agreed, because otherwise who never looks could agree only where
     * others do.
     */
    record Unopened() implements Finding {}

    /** It committed that a step is wrong, and showed so after the deadline: not paid, and not charged with anything. */
    record DoubtedLate() implements Finding {}

    /** It never committed. */
    record Silent() implements Finding {}
}
