package network.millrace.agent.workload.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;

/**
 * A workload's output as numbered lines in segments, copied from the engine: the engine keeps bytes without numbers, and drops the
 * oldest without telling how many lines they were.
 *
 * <p>A segment is named by the number of its first line, and its lines are {@code 2026-11-21T06:07:48.656004670Z 1 text}, with 1 for
 * standard output and 2 for the error output. So where to go on after the agent's death follows from the last line. Guarded by one
 * lock.
 */
final class KeptOutput {

    private static final Pattern NAME = Pattern.compile("lines\\.([0-9]{19})");

    private final Path directory;
    private final DockerSettings.Logs settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<Segment> segments = new ArrayList<>();
    private long next;
    private Mark mark = Mark.NONE;

    private record Segment(Path file, long first) {}

    /**
     * The end of what was copied.
     *
     * @param at the engine's time of the last line
     * @param lines how many of the last lines bear that time
     */
    record Mark(Instant at, int lines) {
        static final Mark NONE = new Mark(Instant.EPOCH, 0);

        Mark with(Instant time) {
            return new Mark(time, time.equals(at) ? lines + 1 : 1);
        }
    }

    private KeptOutput(Path directory, DockerSettings.Logs settings) {
        this.directory = directory;
        this.settings = settings;
    }

    static KeptOutput open(Path directory, DockerSettings.Logs settings) throws IOException {
        Files.createDirectories(directory);
        KeptOutput output = new KeptOutput(directory, settings);
        output.findSegments();
        return output;
    }

    Mark mark() {
        lock.lock();
        try {
            return mark;
        } finally {
            lock.unlock();
        }
    }

    void append(Instant at, LogLine.Stream stream, String text) throws IOException {
        lock.lock();
        try {
            byte[] line = line(at, stream, text).getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = Files.newOutputStream(
                    segmentFor(line.length), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(line);
            }
            next++;
            mark = mark.with(at);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a first line no longer than {@code wait}. */
    LogPage page(LogPosition from, int atMost, Duration wait) throws IOException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (from.line() >= next && left > 0) {
                left = grown.awaitNanos(left);
            }
            return read(from.line(), atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return read(from.line(), atMost);
        } finally {
            lock.unlock();
        }
    }

    /** The end of the output, as texts. */
    List<String> lastLines(int atMost) throws IOException {
        lock.lock();
        try {
            return read(Math.max(0, next - atMost), atMost).lines().stream()
                    .map(LogLine::text)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private LogPage read(long from, int atMost) throws IOException {
        long start =
                segments.isEmpty() ? from : Math.max(from, segments.getFirst().first());
        List<LogLine> lines = new ArrayList<>();
        for (int index = indexOf(start); index >= 0 && index < segments.size() && lines.size() < atMost; index++) {
            read(segments.get(index), start, atMost, lines);
        }
        return new LogPage(lines, new LogPosition(start + lines.size()), start - from);
    }

    private int indexOf(long line) {
        int index = segments.size() - 1;
        while (index > 0 && segments.get(index).first() > line) {
            index--;
        }
        return line >= next ? segments.size() : index;
    }

    private static void read(Segment segment, long from, int atMost, List<LogLine> into) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(segment.file())) {
            long number = segment.first();
            for (String line = reader.readLine(); line != null && into.size() < atMost; line = reader.readLine()) {
                if (number >= from) {
                    into.add(parse(new LogPosition(number), line));
                }
                number++;
            }
        }
    }

    /** A text has no line ends of its own: readers of other programs' files would count them as lines. */
    private static String line(Instant at, LogLine.Stream stream, String text) {
        String oneLine = text.replace('\n', ' ').replace('\r', ' ');
        return at + (stream == LogLine.Stream.STDERR ? " 2 " : " 1 ") + oneLine + "\n";
    }

    private static LogLine parse(LogPosition position, String line) {
        String[] fields = line.split(" ", 3);
        LogLine.Stream stream = fields[1].equals("2") ? LogLine.Stream.STDERR : LogLine.Stream.STDOUT;
        return new LogLine(position, Instant.parse(fields[0]), stream, fields[2]);
    }

    private Path segmentFor(int bytes) throws IOException {
        if (segments.isEmpty() || Files.size(segments.getLast().file()) + bytes > settings.segmentBytes()) {
            segments.add(new Segment(directory.resolve("lines.%019d".formatted(next)), next));
            Files.createFile(segments.getLast().file());
            dropOldest();
        }
        return segments.getLast().file();
    }

    /** The newest segment always stays: its name says which number comes next. */
    private void dropOldest() throws IOException {
        while (segments.size() > 1 && segments.size() * settings.segmentBytes() > settings.keptBytes()) {
            Files.deleteIfExists(segments.removeFirst().file());
        }
    }

    private void findSegments() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    segments.add(new Segment(file, Long.parseLong(name.group(1))));
                }
            }
        }
        segments.sort(Comparator.comparingLong(Segment::first));
        if (!segments.isEmpty()) {
            readEnd(segments.getLast());
        }
    }

    private void readEnd(Segment last) throws IOException {
        removeHalfLine(last.file());
        next = last.first();
        try (BufferedReader reader = Files.newBufferedReader(last.file())) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                mark = mark.with(Instant.parse(line.substring(0, line.indexOf(' '))));
                next++;
            }
        }
    }

    /** An agent may have died while it wrote one; the engine still has it. */
    private static void removeHalfLine(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long end = bytes.length();
            while (end > 0) {
                bytes.seek(end - 1);
                if (bytes.read() == '\n') {
                    break;
                }
                end--;
            }
            bytes.setLength(end);
        }
    }
}
