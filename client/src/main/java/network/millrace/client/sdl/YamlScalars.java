package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** What a plain YAML scalar stands for, by the rules of the YAML library that Akash's parser uses. */
final class YamlScalars {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0x[0-9a-fA-F]+|0o?[0-7]+|0b[01]+|0|[1-9][0-9]*)");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

    private YamlScalars() {}

    static boolean isNull(String plain) {
        return NULLS.contains(plain);
    }

    /** A number from 0 to the limit; fractions are cut off. Empty when the scalar is no such number. */
    static OptionalLong unsigned(String plain, long limit) {
        String digits = plain.replace("_", "");
        BigInteger number;
        if (INTEGER.matcher(digits).matches()) {
            number = integer(digits);
        } else if (DECIMAL.matcher(digits).matches()) {
            number = new BigDecimal(digits.startsWith("+") ? digits.substring(1) : digits).toBigInteger();
            if (digits.startsWith("-")) {
                return OptionalLong.empty();
            }
        } else {
            return OptionalLong.empty();
        }
        boolean fits = number.signum() >= 0 && number.compareTo(BigInteger.valueOf(limit)) <= 0;
        return fits ? OptionalLong.of(number.longValueExact()) : OptionalLong.empty();
    }

    private static BigInteger integer(String digits) {
        String unsigned = digits.replaceFirst("^[-+]", "").toLowerCase(Locale.ROOT);
        BigInteger number;
        if (unsigned.startsWith("0x")) {
            number = new BigInteger(unsigned.substring(2), 16);
        } else if (unsigned.startsWith("0b")) {
            number = new BigInteger(unsigned.substring(2), 2);
        } else if (unsigned.startsWith("0o")) {
            number = new BigInteger(unsigned.substring(2), 8);
        } else {
            boolean octal = unsigned.length() > 1 && unsigned.startsWith("0");
            number = new BigInteger(unsigned, octal ? 8 : 10);
        }
        return digits.startsWith("-") ? number.negate() : number;
    }
}
