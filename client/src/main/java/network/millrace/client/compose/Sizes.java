package network.millrace.client.compose;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and core counts as compose writes them, and sizes as SDL does. */
final class Sizes {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)\\s*([a-z]*)");
    private static final Map<String, Integer> POWERS = Map.ofEntries(
            Map.entry("", 0),
            Map.entry("b", 0),
            Map.entry("k", 1),
            Map.entry("kb", 1),
            Map.entry("kib", 1),
            Map.entry("m", 2),
            Map.entry("mb", 2),
            Map.entry("mib", 2),
            Map.entry("g", 3),
            Map.entry("gb", 3),
            Map.entry("gib", 3),
            Map.entry("t", 4),
            Map.entry("tb", 4),
            Map.entry("tib", 4));
    private static final Pattern CORES = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
    private static final long UNIT = 1024;

    private Sizes() {}

    /** Bytes; 0 when nothing is said. All of compose's units count in 1,024. */
    static long bytes(Value at) {
        String text = at.text().strip();
        Optional<Long> bytes = bytes(text);
        if (bytes.isEmpty() && !text.isEmpty()) {
            at.problem("expected a size such as 512m or 2g, came " + at.shown());
        }
        return bytes.orElse(0L);
    }

    static Optional<Long> bytes(String text) {
        Matcher matcher = BYTES.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches() || !POWERS.containsKey(matcher.group(2))) {
            return Optional.empty();
        }
        BigDecimal unit = BigDecimal.valueOf(UNIT).pow(POWERS.getOrDefault(matcher.group(2), 0));
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(unit).setScale(0, RoundingMode.CEILING);
        // The pattern allows no more than 15 digits, so that terabytes of them may not fit.
        boolean fits = bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits ? Optional.of(bytes.longValueExact()) : Optional.empty();
    }

    /** Thousandths of a core, rounded up; 0 when nothing is said. */
    static long cpuMillis(Value at) {
        String text = at.text().strip();
        if (text.isEmpty()) {
            return 0;
        }
        if (!CORES.matcher(text).matches()) {
            at.problem("expected a number of cores such as 0.5, came " + at.shown());
            return 0;
        }
        return new BigDecimal(text)
                .movePointRight(3)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    /** Bytes as SDL writes them: in the greatest unit that leaves a whole number. */
    static String sdl(long bytes) {
        String[] units = {"", "Ki", "Mi", "Gi", "Ti"};
        long number = bytes;
        int unit = 0;
        while (unit < units.length - 1 && number > 0 && number % UNIT == 0) {
            number /= UNIT;
            unit++;
        }
        return number + units[unit];
    }
}
