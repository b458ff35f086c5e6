package network.millrace.cli.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Adds up the time of one thread between start and stop, by the clock and by the processor. */
final class Stopwatch {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long nanos;
    private long threadNanos;

    void start() {
        threadNanos -= threads.getCurrentThreadCpuTime();
        nanos -= System.nanoTime();
    }

    void stop() {
        nanos += System.nanoTime();
        threadNanos += threads.getCurrentThreadCpuTime();
    }

    Pace pace(int count) {
        return new Pace(count * NANOS_PER_SECOND / nanos, count * NANOS_PER_SECOND / threadNanos);
    }
}
