package network.millrace.client.compose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the file {@code .env} beside a compose file: {@code NAME=value} a line, values bare or in quotes, comments behind {@code #}. */
public final class DotEnv {
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([_a-zA-Z][_a-zA-Z0-9]*)\\s*=\\s*(.*)");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\".*|'([^']*)'.*");

    private DotEnv() {}

    /** Lines that are no assignment are passed over, as compose does. */
    public static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        text.lines().map(String::strip).forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (!line.startsWith("#") && matcher.matches()) {
                variables.put(matcher.group(1), value(matcher.group(2)));
            }
        });
        return variables;
    }

    private static String value(String written) {
        Matcher quoted = QUOTED.matcher(written);
        if (!quoted.matches()) {
            return written.replaceFirst("(^|\\s)#.*$", "").strip();
        }
        String inDouble = quoted.group(1);
        return inDouble == null
                ? quoted.group(2)
                : inDouble.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
