package network.millrace.client.sdl.yaml;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Floating-point numbers as Go reads them: decimal or hexadecimal, underscores between digits, infinities, NaN. */
public final class GoFloats {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    /** The exponent is obligatory. */
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX]([0-9a-fA-F]+(\\.[0-9a-fA-F]*)?|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+");

    private static final Pattern INFINITE = Pattern.compile("[+-]?(inf|infinity)");
    /** The exact value of more digits takes long, and says nothing. */
    private static final int LENGTH_MAX = 400;

    private static final String NOT_A_NUMBER = "nan";

    private GoFloats() {}

    /** Empty when the text is no number, or one that is too large. */
    public static Optional<Double> parse(String text) {
        if (!text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1))) {
            return named(text.toLowerCase(Locale.ROOT));
        }
        if (text.length() > LENGTH_MAX || !underscoresSeparateDigits(text)) {
            return Optional.empty();
        }
        String digits = text.replace("_", "");
        boolean isNumber =
                DECIMAL.matcher(digits).matches() || HEXADECIMAL.matcher(digits).matches();
        return isNumber
                ? Optional.of(Double.parseDouble(digits)).filter(number -> !Double.isInfinite(number))
                : Optional.empty();
    }

    private static Optional<Double> named(String text) {
        if (text.equals(NOT_A_NUMBER)) {
            return Optional.of(Double.NaN);
        }
        if (INFINITE.matcher(text).matches()) {
            return Optional.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return Optional.empty();
    }

    /** Each underscore stands between two digits, or between the prefix of a base and a digit. */
    private static boolean underscoresSeparateDigits(String text) {
        if (text.indexOf('_') < 0) {
            return true;
        }
        String unsigned = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        String prefix = unsigned.length() < 2 ? "" : unsigned.substring(0, 2).toLowerCase(Locale.ROOT);
        boolean based = prefix.equals("0x") || prefix.equals("0o") || prefix.equals("0b");
        boolean hexadecimal = prefix.equals("0x");
        boolean afterDigit = based;
        boolean afterUnderscore = false;
        for (int i = based ? prefix.length() : 0; i < unsigned.length(); i++) {
            char character = unsigned.charAt(i);
            boolean digit = Character.digit(character, hexadecimal ? 16 : 10) >= 0;
            if (character == '_' ? !afterDigit : afterUnderscore && !digit) {
                return false;
            }
            afterDigit = digit;
            afterUnderscore = character == '_';
        }
        return !afterUnderscore;
    }
}
