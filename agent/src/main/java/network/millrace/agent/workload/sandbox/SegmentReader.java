package network.millrace.agent.workload.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPosition;

/**
 * Reads conmon's {@code k8s-file} format, one complete line after the other:
 * {@code 2026-11-21T06:07:48.656004670+00:00 stdout F text}. The last field but one is P for a piece of a longer line.
 */
final class SegmentReader implements Closeable {

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long offset;

    private SegmentReader(InputStream in, long offset) {
        this.in = in;
        this.offset = offset;
    }

    static SegmentReader open(Path file, long offset) throws IOException {
        FileInputStream stream = new FileInputStream(file.toFile());
        stream.skipNBytes(offset);
        return new SegmentReader(new BufferedInputStream(stream, 1 << 16), offset);
    }

    static long countLines(Path file) throws IOException {
        try (SegmentReader reader = open(file, 0)) {
            long lines = 0;
            while (reader.next()) {
                lines++;
            }
            return lines;
        }
    }

    /** Moves to the next line; a line without its end is still being written and does not count. */
    boolean next() throws IOException {
        line.reset();
        for (int read = in.read(); read >= 0; read = in.read()) {
            if (read == '\n') {
                offset += line.size() + 1L;
                return true;
            }
            line.write(read);
        }
        return false;
    }

    /** Behind the last complete line. */
    long offset() {
        return offset;
    }

    LogLine line(LogPosition position) {
        String[] fields = line.toString(StandardCharsets.UTF_8).split(" ", 4);
        if (fields.length < 4) {
            return new LogLine(position, Instant.EPOCH, LogLine.Stream.STDOUT, String.join(" ", fields));
        }
        LogLine.Stream stream = fields[1].equals("stderr") ? LogLine.Stream.STDERR : LogLine.Stream.STDOUT;
        return new LogLine(position, time(fields[0]), stream, fields[3]);
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
