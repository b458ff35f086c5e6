package network.millrace.agent.workload.sandbox;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What runc, umoci and skopeo say when they fail: log lines such as {@code time="…" level=fatal msg="the reason"}. */
final class Complaint {

    private static final Pattern LINE = Pattern.compile("(?s)^time=.*? msg=\"(.*)\"\\s*$");

    private Complaint() {}

    /** The reason in the last line, without the frame around it. */
    static String reason(String output) {
        List<String> lines = output.strip().lines().toList();
        if (lines.isEmpty()) {
            return "it gave no reason";
        }
        Matcher line = LINE.matcher(lines.getLast());
        return line.matches() ? line.group(1).replace("\\\"", "\"") : lines.getLast();
    }
}
