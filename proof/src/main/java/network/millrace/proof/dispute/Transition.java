package network.millrace.proof.dispute;

/** What an event did. */
public sealed interface Transition {
    State state();

    /** The state is another. */
    record Moved(State state) implements Transition {}

    /** A message was not accepted; the state only counts it. The sentence says why. */
    record Refused(State state, String why) implements Transition {}
}
