package network.millrace.client.sdl.yaml;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import network.millrace.client.sdl.yaml.YamlNode.Scalar;

/** What scalars stand for, by the rules of the YAML library that Akash's parser uses. */
public final class YamlScalars {
    /** Beside nothing at all and ~. */
    private static final Set<String> NULLS = Set.of("null", "Null", "NULL");

    private static final Set<String> TRUES = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSES = Set.of("false", "False", "FALSE");
    private static final Set<String> YES = Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> NO = Set.of("n", "N", "no", "No", "NO", "off", "Off", "OFF");
    private static final Set<String> INFINITIES =
            Set.of(".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");
    private static final Set<String> NOT_NUMBERS = Set.of(".nan", ".NaN", ".NAN");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final int BOOL_LENGTH_MAX = 5;
    private static final int SPECIAL_LENGTH_MAX = 5;
    /** No number that is of use has more, and the exact value of many digits takes long. */
    private static final int DIGITS_MAX = 50;

    private static final Resolved NULL = new Resolved.Null();
    private static final Resolved CONTRADICTORY = new Resolved.Contradictory();

    private YamlScalars() {}

    public static boolean isNull(Scalar scalar) {
        boolean may = scalar.tag().equals(YamlNode.NO_TAG)
                ? scalar.plain()
                : scalar.tag().equals("!!null");
        return may && isNull(scalar.text());
    }

    private static boolean isNull(String text) {
        return switch (text.length()) {
            case 0 -> true;
            case 1 -> text.charAt(0) == '~';
            case 4 -> NULLS.contains(text);
            default -> false;
        };
    }

    /** Truth values have more names where one is expected than where none is; not so in quotes, but for those. */
    public static Optional<Boolean> bool(Scalar scalar) {
        return switch (resolve(scalar)) {
            case Resolved.Bool bool -> Optional.of(bool.value());
            case Resolved.Text text when YES.contains(text.value()) -> Optional.of(true);
            case Resolved.Text text when NO.contains(text.value()) -> Optional.of(false);
            case Resolved other -> Optional.empty();
        };
    }

    /** A text is what is written, whatever it would stand for elsewhere. Empty when its tag says otherwise. */
    public static Optional<String> text(Scalar scalar) {
        if (scalar.tag().equals(YamlNode.NO_TAG)) {
            return Optional.of(scalar.text());
        }
        return switch (resolve(scalar)) {
            case Resolved.Contradictory contradictory -> Optional.empty();
            case Resolved.Text text -> Optional.of(text.value());
            case Resolved other -> Optional.of(scalar.text());
        };
    }

    /** What a scalar stands for where anything is possible. */
    public static Resolved resolve(Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.tag()) {
            case YamlNode.NO_TAG -> scalar.plain() ? plain(text) : new Resolved.Text(text);
            case "!!null" -> plain(text) instanceof Resolved.Null ? NULL : CONTRADICTORY;
            case "!!bool" -> plain(text) instanceof Resolved.Bool bool ? bool : CONTRADICTORY;
            case "!!int" -> plain(text) instanceof Resolved.Whole whole ? whole : CONTRADICTORY;
            case "!!float" ->
                switch (plain(text)) {
                    case Resolved.Fractional fractional -> fractional;
                    case Resolved.Whole whole -> new Resolved.Fractional(whole.value());
                    case Resolved other -> CONTRADICTORY;
                };
            case "!!binary" -> binary(text);
            default -> new Resolved.Text(text);
        };
    }

    private static Resolved binary(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.replaceAll("[\r\n]", ""));
            return new Resolved.Text(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return CONTRADICTORY;
        }
    }

    private static Resolved plain(String text) {
        if (isNull(text)) {
            return NULL;
        }
        char first = text.charAt(0);
        if (first == '.') {
            return special(text).orElseGet(() -> GoFloats.parse(text)
                    .<Resolved>map(Resolved.Fractional::new)
                    .orElseGet(() -> new Resolved.Text(text)));
        }
        if (first == '+' || first == '-' || (first >= '0' && first <= '9')) {
            return special(text).or(() -> number(text)).orElseGet(() -> new Resolved.Text(text));
        }
        if (text.length() <= BOOL_LENGTH_MAX && (TRUES.contains(text) || FALSES.contains(text))) {
            return new Resolved.Bool(TRUES.contains(text));
        }
        return new Resolved.Text(text);
    }

    private static Optional<Resolved> special(String text) {
        if (text.length() > SPECIAL_LENGTH_MAX) {
            return Optional.empty();
        }
        if (NOT_NUMBERS.contains(text)) {
            return Optional.of(new Resolved.Fractional(Double.NaN));
        }
        if (INFINITIES.contains(text)) {
            return Optional.of(new Resolved.Fractional(
                    text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY));
        }
        return Optional.empty();
    }

    private static Optional<Resolved> number(String text) {
        String digits = text.replace("_", "");
        if (digits.length() > DIGITS_MAX) {
            return Optional.empty();
        }
        return whole(digits).or(() -> fractional(digits)).or(() -> wholeWithInnerSign(digits));
    }

    private static Optional<Resolved> fractional(String digits) {
        return FLOAT.matcher(digits).matches()
                ? Optional.of(Double.parseDouble(digits))
                        .filter(number -> !Double.isInfinite(number))
                        .map(Resolved.Fractional::new)
                : Optional.empty();
    }

    private static Optional<Resolved> whole(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        String lower = digits.toLowerCase(Locale.ROOT);
        if (lower.startsWith("0x")) {
            return whole(digits.substring(2), 16, negative, false);
        }
        if (lower.startsWith("0b")) {
            return whole(digits.substring(2), 2, negative, false);
        }
        if (lower.startsWith("0o")) {
            return whole(digits.substring(2), 8, negative, false);
        }
        boolean octal = digits.length() > 1 && digits.startsWith("0");
        return whole(digits, octal ? 8 : 10, negative, octal);
    }

    /** {@code 0b+1}, which the library's second try at binary and octal numbers reads. */
    private static Optional<Resolved> wholeWithInnerSign(String text) {
        if (text.startsWith("0b+") || text.startsWith("0b-")) {
            return whole(text.substring(3), 2, text.charAt(2) == '-', false);
        }
        if (text.startsWith("0o+") || text.startsWith("0o-")) {
            return whole(text.substring(3), 8, text.charAt(2) == '-', false);
        }
        return Optional.empty();
    }

    private static Optional<Resolved> whole(String digits, int base, boolean negative, boolean octal) {
        if (digits.isEmpty() || !digits.chars().allMatch(digit -> digit < 128 && Character.digit(digit, base) >= 0)) {
            return Optional.empty();
        }
        BigInteger number = new BigInteger(digits, base);
        if (number.bitLength() < Long.SIZE) {
            return Optional.of(new Resolved.Whole(negative ? -number.longValue() : number.longValue(), octal));
        }
        boolean least = negative && number.equals(BigInteger.ONE.shiftLeft(Long.SIZE - 1));
        if (number.bitLength() > Long.SIZE || (negative && !least)) {
            return Optional.empty();
        }
        return Optional.of(new Resolved.Whole(negative ? Long.MIN_VALUE : Long.MAX_VALUE, octal));
    }
}
