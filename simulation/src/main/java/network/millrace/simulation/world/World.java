package network.millrace.simulation.world;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Virtual time and the queue of what is to happen. Owned by the one thread that runs the simulation.
 *
 * <p>A run is bounded by a number of steps, so that two actors that wake each other for ever end the run with a sentence rather
 * than a hang.
 */
public final class World implements InstantSource {
    private static final int TRACE_LINES_MAX = 400;

    private final long seed;
    private final Draw draw;
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private final ArrayDeque<String> trace = new ArrayDeque<>();
    private final long stepsMax;
    private long nowMs;
    private long asked;
    private long steps;
    private long traceDigest;
    private boolean stepping;

    /**
     * @param seed decides every draw of the run
     * @param start virtual time at which it begins
     * @param stepsMax entries after which the run is given up
     */
    public World(long seed, Instant start, long stepsMax) {
        this.seed = seed;
        this.draw = new Draw(seed);
        this.nowMs = start.toEpochMilli();
        this.stepsMax = stepsMax;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs);
    }

    public long nowMs() {
        return nowMs;
    }

    public long seed() {
        return seed;
    }

    /** The independent stream of chance of that name. */
    public Draw draw(String name) {
        return draw.fork(name);
    }

    /** Asks for an action at a time in ms; a time gone by means now, after what is already due. */
    public void at(long timeMs, String what, Runnable action) {
        queue.add(new Entry(Math.max(timeMs, nowMs), asked++, what, action));
    }

    /** Asks for an action after a span of virtual time in ms. */
    public void after(long delayMs, String what, Runnable action) {
        at(nowMs + delayMs, what, action);
    }

    /** Runs what is due until the given time in ms; the clock then stands there. */
    public void runUntil(long timeMs) {
        runWhile(timeMs, () -> true);
        nowMs = Math.max(nowMs, timeMs);
    }

    /**
     * Runs while the condition holds, at most until the given time.
     *
     * @return true if the condition ended the run, false if time or the queue ran out first
     */
    public boolean runWhile(long untilMs, BooleanSupplier condition) {
        while (condition.getAsBoolean()) {
            Entry next = queue.peek();
            if (next == null || next.timeMs() > untilMs) {
                return false;
            }
            step();
        }
        return true;
    }

    /** Notes a line for the trace that a failing run prints. */
    public void note(String line) {
        traceDigest = Draw.mixed(Draw.mixed(traceDigest ^ nowMs) ^ line.hashCode());
        if (trace.size() == TRACE_LINES_MAX) {
            trace.removeFirst();
        }
        trace.addLast(Instant.ofEpochMilli(nowMs) + " " + line);
    }

    /** The newest lines of the trace, oldest first. */
    public List<String> trace() {
        return new ArrayList<>(trace);
    }

    /** A digest of every line noted so far and its time: two runs that agree in it took the same course. */
    public long traceDigest() {
        return traceDigest;
    }

    public long steps() {
        return steps;
    }

    boolean isStepping() {
        return stepping;
    }

    private void step() {
        Entry entry = queue.remove();
        if (++steps > stepsMax) {
            throw new IllegalStateException("the run was given up after " + stepsMax + " steps at " + instant()
                    + ", next was: " + entry.what());
        }
        nowMs = entry.timeMs();
        stepping = true;
        try {
            entry.action().run();
        } finally {
            stepping = false;
        }
    }

    private record Entry(long timeMs, long order, String what, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(timeMs, other.timeMs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
