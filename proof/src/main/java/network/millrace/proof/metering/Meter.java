package network.millrace.proof.metering;

/**
 * The counters that instrumented code calls. They are shared by everything in the process, so one measurement is made at a time, by
 * one thread.
 */
public final class Meter {
    private static long floating;
    private static long products;
    private static long whole;
    private static long turns;
    private static long moved;

    private Meter() {}

    public static void reset() {
        floating = 0;
        products = 0;
        whole = 0;
        turns = 0;
        moved = 0;
    }

    public static Work read() {
        return new Work(floating, products, whole, turns, moved);
    }

    /** One arithmetic instruction on floats or doubles, a fused multiply-add among them. */
    public static void floating() {
        floating++;
    }

    /** One multiplication of longs. */
    public static void product() {
        products++;
    }

    /** Any other arithmetic instruction on ints or longs, be it on elements, indices or counters. */
    public static void whole() {
        whole++;
    }

    /** A loop goes round once more, or a method begins. */
    public static void turn() {
        turns++;
    }

    /** In place of {@link System#arraycopy}, whose loop cannot be instrumented. */
    public static void copy(Object source, int from, Object target, int to, int length) {
        moved += length;
        System.arraycopy(source, from, target, to, length);
    }
}
