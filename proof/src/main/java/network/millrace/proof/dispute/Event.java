package network.millrace.proof.dispute;

/** What happens to a dispute. Times ascend; the caller, for instance a block's time, sees to that. */
public sealed interface Event {
    long atMs();

    /** A side says something; the caller has checked that it is that side. */
    record Said(Role role, Move move, long atMs) implements Event {}

    /** Time passes. */
    record Passed(long atMs) implements Event {}
}
