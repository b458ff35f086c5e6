package network.millrace.agent.workload;

import java.util.List;

/**
 * Consecutive lines of a log.
 *
 * @param next where to go on reading
 * @param dropped lines between the asked position and the first given one that retention had already removed
 */
public record LogPage(List<LogLine> lines, LogPosition next, long dropped) {

    public LogPage {
        lines = List.copyOf(lines);
    }
}
