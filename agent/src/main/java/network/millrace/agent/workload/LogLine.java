package network.millrace.agent.workload;

import java.time.Instant;

/** One line of a workload's output, without its line end. */
public record LogLine(LogPosition position, Instant at, Stream stream, String text) {

    /** Where it was written to. */
    public enum Stream {
        STDOUT,
        STDERR
    }
}
