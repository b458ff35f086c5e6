package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as Go reads and writes them: {@code 1h30m0s}. */
public final class GoDuration {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", NANOS_PER_MICRO,
            "\u00b5s", NANOS_PER_MICRO,
            "\u03bcs", NANOS_PER_MICRO,
            "ms", NANOS_PER_MILLI,
            "s", NANOS_PER_SECOND,
            "m", 60 * NANOS_PER_SECOND,
            "h", 3600 * NANOS_PER_SECOND);
    /** A number and its unit; the digits are limited so that nobody can make us count for long. */
    private static final Pattern PART =
            Pattern.compile("([0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");

    /** No duration that 64 bits can hold needs more. */
    private static final int LENGTH_MAX = 400;

    private static final BigDecimal NANOS_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    /** Numbers with units, one behind the other; empty when it is anything else, negative or longer than 292 years. */
    static Optional<Duration> parse(String text) {
        String parts = text.startsWith("+") ? text.substring(1) : text;
        if (parts.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (parts.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(parts);
        int end = 0;
        while (end < parts.length()) {
            if (!part.find(end) || part.start() != end) {
                return Optional.empty();
            }
            BigDecimal number = new BigDecimal(part.group(1));
            nanos = nanos.add(number.multiply(BigDecimal.valueOf(UNITS.getOrDefault(part.group(2), 0L))));
            end = part.end();
        }
        return parts.isEmpty() || nanos.compareTo(NANOS_MAX) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    /** Hours, minutes and seconds; below a second the largest unit that leaves a whole part. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < NANOS_PER_MICRO) {
            return nanos + "ns";
        }
        if (nanos < NANOS_PER_MILLI) {
            return decimal(nanos, NANOS_PER_MICRO) + "\u00b5s";
        }
        if (nanos < NANOS_PER_SECOND) {
            return decimal(nanos, NANOS_PER_MILLI) + "ms";
        }
        long minutes = duration.toMinutes();
        String seconds = decimal(nanos - minutes * 60 * NANOS_PER_SECOND, NANOS_PER_SECOND) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
    }

    private static String decimal(long value, long unit) {
        String fraction = Long.toString(unit + value % unit).substring(1).replaceFirst("0+$", "");
        return value / unit + (fraction.isEmpty() ? "" : "." + fraction);
    }
}
