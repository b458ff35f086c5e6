package network.millrace.agent.workload;

/**
 * What a workload may use at most. A backend that cannot enforce one of them refuses the workload.
 *
 * @param cpuMillis thousandths of one CPU
 * @param memoryBytes memory; swap is not given on top
 * @param processes processes and threads together
 * @param diskBytes what it may write beyond its image
 */
public record Limits(long cpuMillis, long memoryBytes, long processes, long diskBytes) {

    private static final long MEMORY_MIN = 4L << 20;
    private static final long DISK_MIN = 8L << 20;
    private static final long BYTES_MAX = 1L << 50;

    public Limits {
        requireWithin("cpuMillis", cpuMillis, 10, 1_000_000);
        requireWithin("memoryBytes", memoryBytes, MEMORY_MIN, BYTES_MAX);
        requireWithin("processes", processes, 1, 1_000_000);
        requireWithin("diskBytes", diskBytes, DISK_MIN, BYTES_MAX);
    }

    private static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
