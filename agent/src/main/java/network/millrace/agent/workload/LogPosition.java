package network.millrace.agent.workload;

/** The number of a line in a workload's log, counted from 0 over all its restarts; survives the agent's restart. */
public record LogPosition(long line) {

    public static final LogPosition START = new LogPosition(0);

    public LogPosition {
        if (line < 0) {
            throw new IllegalArgumentException("a log position is 0 or more, not " + line);
        }
    }
}
