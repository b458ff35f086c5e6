package network.millrace.node.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counters and gauges in Prometheus' text format. Names are given once, where a counter is made; making it again gives
 * the same one. Safe for several threads.
 */
public final class Metrics {
    private static final String PREFIX = "millrace_";

    private final Map<String, Counter> counters = new ConcurrentSkipListMap<>();
    private final Map<String, Gauge> gauges = new ConcurrentSkipListMap<>();

    /** Something that only grows. */
    public static final class Counter {
        private final String help;
        private final LongAdder value = new LongAdder();

        private Counter(String help) {
            this.help = help;
        }

        /** Counts one. */
        public void count() {
            value.increment();
        }

        /** Adds a number that is not negative. */
        public void add(long amount) {
            value.add(amount);
        }

        /** What has been counted. */
        public long value() {
            return value.sum();
        }
    }

    private record Gauge(String help, LongSupplier value) {}

    /** The counter of a name such as {@code blocks_total}. */
    public Counter counter(String name, String help) {
        return counters.computeIfAbsent(name, absent -> new Counter(help));
    }

    /** Sets where a value that rises and falls is read from. */
    public void gauge(String name, String help, LongSupplier value) {
        gauges.put(name, new Gauge(help, value));
    }

    /** Everything, in the order of the names. */
    public String prometheus() {
        StringBuilder text = new StringBuilder();
        counters.forEach((name, counter) -> append(text, name, "counter", counter.help, counter.value()));
        gauges.forEach((name, gauge) -> append(text, name, "gauge", gauge.help, gauge.value.getAsLong()));
        return text.toString();
    }

    private static void append(StringBuilder text, String name, String type, String help, long value) {
        text.append("# HELP ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(help)
                .append('\n');
        text.append("# TYPE ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
        text.append(PREFIX).append(name).append(' ').append(value).append('\n');
    }
}
