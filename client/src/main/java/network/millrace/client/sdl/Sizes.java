package network.millrace.client.sdl;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.client.sdl.yaml.GoFloats;

/** Reads sizes and core counts as Akash does: a floating-point number and a suffix, cut off to a whole number. */
final class Sizes {
    /** Two-letter suffixes first; upper and lower case differ. */
    private static final Map<String, Long> UNITS = units(true);
    /** For the memory of GPUs. */
    private static final Map<String, Long> BINARY_UNITS = units(false);

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,200}");
    private static final Pattern MISSPELT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) *([kKmMgGtTpPeE])[iI]?[bB]?");
    private static final int MISSPELT_MAX = 40;
    private static final long UNSIGNED_32_MAX = (1L << 32) - 1;
    private static final double WRAP = 0x1p32;
    private static final double UNCOUNTABLE = 0x1p63;
    /** Beyond every limit, so that what cannot be counted is refused by the limits. */
    static final long TOO_LARGE = Long.MAX_VALUE;

    private Sizes() {}

    private static Map<String, Long> units(boolean decimalToo) {
        Map<String, Long> units = new LinkedHashMap<>();
        long binary = 1;
        long decimal = 1;
        for (String letter : new String[] {"k", "M", "G", "T", "P", "E"}) {
            binary *= 1024;
            decimal *= 1000;
            units.put(letter.toUpperCase(Locale.ROOT) + "i", binary);
            if (decimalToo) {
                units.put(letter, decimal);
            }
        }
        return units;
    }

    /** Bytes, such as 512Mi or 1.5G; 0 for null. */
    static Quantity bytes(YamlValue at) {
        return bytes(at, UNITS);
    }

    /** Bytes of a GPU's memory, such as 80Gi. */
    static Quantity gpuBytes(YamlValue at) {
        return bytes(at, BINARY_UNITS);
    }

    private static Quantity bytes(YamlValue at, Map<String, Long> units) {
        if (at.isNull()) {
            return new Quantity(at, 0);
        }
        String text = at.raw();
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (text.endsWith(unit.getKey())) {
                String number = text.substring(0, text.length() - unit.getKey().length());
                return new Quantity(at, bytes(at, number, unit.getValue()));
            }
        }
        return new Quantity(at, bytes(at, text, 1));
    }

    private static long bytes(YamlValue at, String text, long unit) {
        Optional<Double> number = GoFloats.parse(text);
        if (number.isEmpty()) {
            at.problem("expected a size such as 512Mi or 1.5Gi, came " + at.shown(), hint(at.raw()));
            return YamlValue.UNREAD;
        }
        if (number.get() < 0) {
            at.problem("a size cannot be negative: " + at.shown());
            return YamlValue.UNREAD;
        }
        double bytes = number.get() * unit;
        return bytes < UNCOUNTABLE ? (long) bytes : TOO_LARGE;
    }

    /** Thousandths of a core: "500m" or a number of cores; 0 for null. */
    static Quantity millis(YamlValue at) {
        if (at.isNull()) {
            return new Quantity(at, 0);
        }
        String text = at.raw();
        if (text.endsWith("m")) {
            long millis = digits(text.substring(0, text.length() - 1), UNSIGNED_32_MAX);
            if (millis == YamlValue.UNREAD) {
                at.problem(
                        "expected whole thousandths of a core such as 500m, came " + at.shown(),
                        "500m is half a core, and so is 0.5");
            }
            return new Quantity(at, millis);
        }
        Optional<Double> cores = GoFloats.parse(text);
        if (cores.isEmpty() || cores.get() < 0) {
            at.problem("expected cores such as 0.5, 2 or 500m, came " + at.shown(), "");
            return new Quantity(at, YamlValue.UNREAD);
        }
        return new Quantity(at, wrapped(at, cores.get() * 1000));
    }

    /** Akash's processor turns the number into 64 bits, of which 32 are taken. */
    private static long wrapped(YamlValue at, double millis) {
        if (Double.isNaN(millis) || millis >= UNCOUNTABLE) {
            return 0;
        }
        long low = (long) millis & UNSIGNED_32_MAX;
        if (millis >= WRAP) {
            at.accident(Accident.CPU_WRAPS, at.shown() + " cores become " + low + " thousandths of one", "");
        }
        return low;
    }

    /** A count of GPUs written as plain digits; 0 for null. */
    static Quantity count(YamlValue at) {
        if (at.isNull()) {
            return new Quantity(at, 0);
        }
        long count = digits(at.raw(), TOO_LARGE);
        if (count == YamlValue.UNREAD) {
            at.problem("expected a whole number, came " + at.shown());
        }
        return new Quantity(at, count);
    }

    private static long digits(String text, long limit) {
        if (!DIGITS.matcher(text).matches()) {
            return YamlValue.UNREAD;
        }
        String significant = text.replaceFirst("^0+(?=.)", "");
        // 2^63 and more is beyond every limit, whichever it is.
        if (significant.length() > Long.toString(TOO_LARGE).length() - 1) {
            return limit == TOO_LARGE ? TOO_LARGE : YamlValue.UNREAD;
        }
        long number = Long.parseLong(significant);
        return number <= limit ? number : YamlValue.UNREAD;
    }

    /** Most documents that fail on a size have the unit in the wrong case or with a B behind it. */
    private static String hint(String text) {
        var misspelt = MISSPELT.matcher(text);
        return text.length() <= MISSPELT_MAX && misspelt.matches()
                ? "did you mean " + misspelt.group(1) + misspelt.group(2).toUpperCase(Locale.ROOT) + "i?"
                : "";
    }
}
