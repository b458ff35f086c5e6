package network.millrace.cli.compute;

import network.millrace.proof.graph.Limits;

/** What a program may take in this process: the engine's own limits, and no more memory than the heap can hold. */
public final class HeapLimits {
    /** The rest is for what else lives in the heap: the file that was read, what kernels pack, and the collector's room. */
    private static final double PART = 0.75;

    private HeapLimits() {}

    /** The limits for the heap that this JVM was given. */
    public static Limits here() {
        return of(Runtime.getRuntime().maxMemory());
    }

    static Limits of(long heapBytes) {
        Limits limits = Limits.DEFAULT;
        long memory = (long) (heapBytes * PART);
        return new Limits(
                limits.fileBytes(),
                limits.nodes(),
                limits.operations(),
                Math.min(limits.initializerBytes(), memory),
                Math.min(limits.memoryBytes(), memory),
                limits.cost(),
                limits.nesting());
    }
}
