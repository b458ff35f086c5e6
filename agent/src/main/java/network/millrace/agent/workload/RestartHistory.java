package network.millrace.agent.workload;

/**
 * What the restart decision looks at.
 *
 * @param lastExit how the run that has just ended ended
 * @param shortRuns runs in a row, this one included, that ended before they counted as stable
 */
public record RestartHistory(Exit lastExit, int shortRuns) {

    public RestartHistory {
        if (shortRuns < 0) {
            throw new IllegalArgumentException("shortRuns is 0 or more, not " + shortRuns);
        }
    }

    /** The history after one more exit, given how many short runs came before it. */
    public static RestartHistory after(Exit exit, int shortRunsBefore, RestartPolicy policy) {
        return new RestartHistory(exit, policy.isStable(exit.ran()) ? 0 : shortRunsBefore + 1);
    }
}
