package network.millrace.agent.workload.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Takes the bytes of one of a container's streams as they come, and finds the lines in them: {@code TIME text\n}.
 *
 * <p>Of a line that grows beyond {@value #PIECE} bytes the engine keeps pieces of that size, each with a time of its own and without a
 * line end between. Such a piece counts as a line.
 */
final class TimedLines {

    static final int PIECE = 16 * 1_024;

    private static final int TIME_MAX = 40;

    private final Line line;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final StringBuilder time = new StringBuilder();
    private boolean inText;

    /** What is done with a line. */
    @FunctionalInterface
    interface Line {
        void found(Instant at, String text);
    }

    TimedLines(Line line) {
        this.line = line;
    }

    void take(byte[] bytes) {
        for (byte value : bytes) {
            if (inText) {
                takeText(value);
            } else {
                takeTime(value);
            }
        }
    }

    private void takeTime(byte value) {
        if (value == ' ') {
            inText = true;
        } else if (time.length() < TIME_MAX) {
            time.append((char) value);
        }
    }

    private void takeText(byte value) {
        if (value != '\n') {
            text.write(value);
        }
        if (value == '\n' || text.size() >= PIECE) {
            end();
        }
    }

    private void end() {
        String said = text.toString(StandardCharsets.UTF_8);
        line.found(Instant.parse(time), said.endsWith("\r") ? said.substring(0, said.length() - 1) : said);
        text.reset();
        time.setLength(0);
        inText = false;
    }
}
