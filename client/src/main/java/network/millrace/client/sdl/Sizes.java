package network.millrace.client.sdl;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Source.Quantity;

/** Reads sizes and core counts as Akash does: a floating-point number and a suffix, cut off to a whole number. */
final class Sizes {
    /** Two-letter suffixes first; upper and lower case differ. */
    private static final Map<String, Long> UNITS = units();

    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    /** Go's hexadecimal floats; the exponent is obligatory. */
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX]([0-9a-fA-F]+(\\.[0-9a-fA-F]*)?|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+");

    private static final Pattern UNDERSCORES = Pattern.compile("(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    /** Beyond every limit, so that what cannot be counted is refused by the limits. */
    static final long TOO_LARGE = Long.MAX_VALUE;

    private Sizes() {}

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        long binary = 1;
        long decimal = 1;
        String letters = "kMGTPE";
        for (int i = 0; i < letters.length(); i++) {
            binary *= 1024;
            decimal *= 1000;
            String letter = letters.substring(i, i + 1);
            units.put((i == 0 ? "K" : letter) + "i", binary);
            units.put(letter, decimal);
        }
        return units;
    }

    /** Bytes; 0 for null. */
    static Quantity bytes(YamlValue at) {
        String text = at.text();
        if (at.isNull()) {
            return new Quantity(at, 0);
        }
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (text.endsWith(unit.getKey())) {
                String number = text.substring(0, text.length() - unit.getKey().length());
                return new Quantity(at, bytes(at, number, unit.getValue()));
            }
        }
        return new Quantity(at, bytes(at, text, 1));
    }

    private static long bytes(YamlValue at, String text, long unit) {
        Optional<Double> number = number(text);
        if (number.isEmpty()) {
            at.problem("expected a size such as 512Mi or 1.5Gi, came " + at.shown() + hint(at.text()));
            return 0;
        }
        if (number.get() < 0) {
            at.problem("a size cannot be negative: " + at.shown());
        }
        return whole(number.get() * unit);
    }

    /** Thousandths of a core: "500m" or a number of cores; 0 for null. */
    static Quantity millis(YamlValue at) {
        String text = at.text();
        if (at.isNull()) {
            return new Quantity(at, 0);
        }
        if (text.endsWith("m")) {
            String digits = text.substring(0, text.length() - 1);
            if (!DIGITS.matcher(digits).matches()) {
                at.problem("expected whole thousandths of a core such as 500m, came " + at.shown());
                return new Quantity(at, 0);
            }
            return new Quantity(at, Long.parseLong(digits));
        }
        Optional<Double> cores = number(text);
        if (cores.isEmpty() || cores.get() < 0) {
            at.problem("expected cores such as 0.5, 2 or 500m, came " + at.shown());
            return new Quantity(at, 0);
        }
        // Akash lets this wrap at 2^32, so that 4,294,967.5 cores become 0.2; here it is refused by the limits.
        return new Quantity(at, whole(cores.get() * 1000));
    }

    /** A count written as plain digits; 0 for null. */
    static Quantity count(YamlValue at) {
        String text = at.text();
        if (at.isNull()) {
            return new Quantity(at, 0);
        }
        if (!DIGITS.matcher(text).matches()) {
            at.problem("expected a whole number, came " + at.shown());
            return new Quantity(at, 0);
        }
        return new Quantity(at, Long.parseLong(text));
    }

    private static long whole(double number) {
        if (Double.isNaN(number)) {
            return 0;
        }
        return number >= 0x1p63 ? TOO_LARGE : (long) number;
    }

    private static Optional<Double> number(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "");
        if (lower.equals("nan")) {
            return Optional.of(Double.NaN);
        }
        if (lower.equals("inf") || lower.equals("infinity")) {
            return Optional.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        String digits = UNDERSCORES.matcher(text).replaceAll("");
        boolean isNumber =
                DECIMAL.matcher(digits).matches() || HEXADECIMAL.matcher(digits).matches();
        return isNumber ? Optional.of(Double.parseDouble(digits)) : Optional.empty();
    }

    /** Most documents that fail on a size have the unit in the wrong case or with a B behind it. */
    private static String hint(String text) {
        String unit = text.replaceFirst("^[0-9.]+\\s*", "").toLowerCase(Locale.ROOT);
        String number = text.substring(0, text.length() - unit.length()).strip();
        String letter = unit.isEmpty() ? "" : unit.substring(0, 1).toUpperCase(Locale.ROOT);
        boolean known = unit.matches("[kmgtpe]i?b?") && !number.isEmpty();
        return known ? "; did you mean " + number + letter + "i?" : "";
    }
}
