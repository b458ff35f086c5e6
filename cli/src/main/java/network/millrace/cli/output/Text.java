package network.millrace.cli.output;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How values read in sentences and tables. */
public final class Text {
    private Text() {}

    /** Everything that moves a cursor, sets a title or hides what was printed; colours, which we print ourselves, stay. */
    private static final Pattern UNSAFE =
            Pattern.compile("\u001b(?!\\[[0-9;]*m)|[\\p{Cntrl}&&[^\u001b\n\t]]|[\u0080-\u009f]");

    /**
     * The text without what a terminal would obey. Names, reasons and refusals come from strangers, who must not be able to
     * rewrite the screen of whoever reads them.
     */
    public static String printable(String text) {
        return UNSAFE.matcher(text).replaceAll("?");
    }

    /** The same on one line. */
    public static String oneLine(String text) {
        return printable(text).replace('\n', ' ').replace('\t', ' ');
    }

    /** Columns that the text takes on a terminal; escape sequences take none. */
    static int width(String text) {
        String visible = text.indexOf('\u001b') < 0 ? text : text.replaceAll("\u001b\\[[0-9;]*m", "");
        return visible.codePointCount(0, visible.length());
    }

    /** The text, or as much of it as fits into so many columns. */
    static String cut(String text, int columns) {
        return text.codePointCount(0, text.length()) <= columns
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.max(0, columns - 1))) + "…";
    }

    /** Lines of whole words that are no longer than {@code columns}, where the words allow it; the later ones as far in as the first. */
    static List<String> wrap(String text, int columns) {
        if (width(text) <= columns) {
            return List.of(text);
        }
        String indent = text.substring(0, text.length() - text.stripLeading().length());
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.strip().split(" ", -1)) {
            boolean begun = line.length() > indent.length();
            if (begun && width(line.toString()) + 1 + width(word) > columns) {
                lines.add(line.toString());
                line.setLength(indent.length());
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
        }
        lines.add(line.toString());
        return List.copyOf(lines);
    }

    /** A span of time as people say it: {@code 0.3 s}, {@code 12 s}, {@code 4 min 10 s}, {@code 3 h 5 min}. */
    public static String duration(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1_000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        if (seconds < 172_800) {
            return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds % 86_400 / 3_600 + " h";
    }

    /** Bytes in the unit that leaves the fewest digits: {@code 512 MiB}, {@code 1.5 GiB}. */
    public static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1_024 && unit < units.length - 1) {
            value /= 1_024;
            unit++;
        }
        String number =
                value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
        return number + " " + units[unit];
    }

    /** A number with as many digits as say something. */
    public static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        int digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
