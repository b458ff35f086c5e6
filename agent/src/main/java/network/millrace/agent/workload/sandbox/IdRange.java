package network.millrace.agent.workload.sandbox;

/**
 * Consecutive user and group ids of a workload and what they are outside of it.
 *
 * @param inside first id as the workload sees it
 * @param outside first id as the one who starts the container sees it
 */
record IdRange(long inside, long outside, long count) {

    IdRange {
        if (inside < 0 || outside < 1 || count < 1) {
            throw new IllegalArgumentException(
                    "ids are mapped to ids above 0, one or more of them, not " + inside + ":" + outside + ":" + count);
        }
    }

    /** As umoci wants it. */
    @Override
    public String toString() {
        return inside + ":" + outside + ":" + count;
    }
}
