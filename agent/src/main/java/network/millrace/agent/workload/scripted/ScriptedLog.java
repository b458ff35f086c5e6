package network.millrace.agent.workload.scripted;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;

/** A log in memory that keeps its newest lines. */
final class ScriptedLog {

    private static final int LINES_MAX = 1_000;

    private final Deque<LogLine> lines = new ArrayDeque<>();
    private long next;

    void append(List<String> texts, Instant at) {
        for (String text : texts) {
            lines.addLast(new LogLine(new LogPosition(next++), at, LogLine.Stream.STDOUT, text));
            if (lines.size() > LINES_MAX) {
                lines.removeFirst();
            }
        }
    }

    LogPage page(LogPosition from, int atMost) {
        long first = Math.max(from.line(), next - lines.size());
        List<LogLine> page = lines.stream()
                .filter(line -> line.position().line() >= first)
                .limit(atMost)
                .toList();
        long after = page.isEmpty()
                ? Math.max(from.line(), next)
                : page.getLast().position().line() + 1;
        return new LogPage(page, new LogPosition(after), first - from.line());
    }

    List<String> lastLines(int atMost) {
        return lines.stream()
                .skip(Math.max(0, lines.size() - atMost))
                .map(LogLine::text)
                .toList();
    }
}
