package network.millrace.agent.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How one run of a workload ended.
 *
 * @param code exit code; 128 + n after signal n
 * @param outOfMemory killed because it wanted more memory than its limit
 * @param ran how long this run lasted
 * @param lastLines the end of its output, at most {@value #LAST_LINES_MAX} lines
 */
public record Exit(int code, boolean outOfMemory, Instant at, Duration ran, List<String> lastLines) {

    public static final int LAST_LINES_MAX = 10;

    public Exit {
        lastLines = List.copyOf(lastLines);
        if (code < 0 || code > 255) {
            throw new IllegalArgumentException("an exit code is 0 to 255, not " + code);
        }
        if (ran.isNegative() || lastLines.size() > LAST_LINES_MAX) {
            throw new IllegalArgumentException("a run lasts 0 or longer and keeps at most " + LAST_LINES_MAX
                    + " lines, not " + ran + ", " + lastLines.size());
        }
    }

    public String sentence() {
        String memory = outOfMemory ? ", killed because it used more memory than its limit" : "";
        return "exited with code " + code + memory + " after " + ran.toMillis() + " ms";
    }
}
