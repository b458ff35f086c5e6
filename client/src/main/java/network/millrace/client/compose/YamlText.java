package network.millrace.client.compose;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Lines of YAML under construction. Texts from outside are quoted wherever they could be read as anything but a text. */
final class YamlText {
    private static final String INDENT = "  ";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./@=+-]*(?::[A-Za-z0-9_./@=+-]+)*+");
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    private final StringBuilder text = new StringBuilder();

    /** A line at a depth; what is in it is YAML already. */
    YamlText line(int depth, String line) {
        text.append(INDENT.repeat(depth)).append(line).append('\n');
        return this;
    }

    YamlText blank() {
        text.append('\n');
        return this;
    }

    /** A comment, broken off where a text from outside would begin a line of its own. */
    YamlText comment(int depth, String comment) {
        return line(
                depth, ("# " + comment.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029\ufeff]", "\ufffd")).stripTrailing());
    }

    static String scalar(String value) {
        boolean plain = PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT));
        return plain ? value : quoted(value);
    }

    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (isPrintable(point)) {
                        quoted.appendCodePoint(point);
                    } else {
                        quoted.append(String.format(Locale.ROOT, "\\U%08x", point));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** What YAML lets stand in quotes as it is; separators of lines are escaped too. */
    private static boolean isPrintable(int point) {
        boolean isAscii = point >= ' ' && point < 0x7f;
        boolean isBasic = (point >= 0xa0 && point < 0xd800) || (point >= 0xe000 && point < 0xfffe);
        boolean isSeparator = point == 0x2028 || point == 0x2029 || point == 0xfeff;
        return isAscii || point > 0xffff || (isBasic && !isSeparator);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
