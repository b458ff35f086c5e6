package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;

/**
 * A workload's output as numbered lines over segments, without copying a byte of it.
 *
 * <p>conmon writes {@code output.log}; when asked to reopen, or at its own size limit, it replaces that name with a new file. So
 * each file conmon writes gets a second name from us, {@code log.SEQUENCE.FIRSTLINE}, as a hard link: when {@code output.log}
 * stops being the file of the highest sequence, that file is complete, the number of its lines gives the first line of the next,
 * and the next is linked. Positions therefore follow from names alone, and neither the agent's death nor conmon's own
 * truncation makes a number appear twice. Output is lost only if conmon truncates twice between two looks, which takes an absent
 * agent, or a workload that prints faster than anybody could keep.
 *
 * <p>conmon splits lines longer than its buffer (8 KiB); each piece counts as a line. Guarded by one lock.
 */
final class OutputLog {

    static final String OUTPUT = "output.log";

    private static final Pattern NAME = Pattern.compile("log\\.([0-9]{6,18})\\.([0-9]{1,18})");
    private static final String REOPEN = "2 0 0\n";
    private static final int REOPEN_LOOKS = 100;
    private static final long REOPEN_LOOK_NS = 1_000_000;

    private final Path directory;
    private final Path control;
    private final SandboxSettings.Logs settings;
    private final ReentrantLock lock = new ReentrantLock();
    private Cursor cursor = new Cursor(-1, 0, 0);

    /** Where the last page ended, so that a follower does not read a segment from its start each time. */
    private record Cursor(long sequence, long line, long offset) {}

    private record Segment(Path file, long sequence, long first) {}

    OutputLog(WorkloadFiles files, SandboxSettings.Logs settings) {
        this.directory = files.log();
        this.control = files.bundle().resolve("ctl");
        this.settings = settings;
    }

    /** Names what conmon has begun, begins a new segment when one is due, and drops what is beyond retention. */
    void turn(boolean running) throws IOException {
        lock.lock();
        try {
            List<Segment> segments = settle();
            if (running && !segments.isEmpty() && Files.size(segments.getLast().file()) >= settings.segmentBytes()) {
                askToReopen();
                segments = settleAfterReopening(segments.size());
            }
            drop(segments);
        } finally {
            lock.unlock();
        }
    }

    LogPage page(LogPosition from, int atMost) throws IOException {
        lock.lock();
        try {
            return read(settle(), from.line(), atMost);
        } finally {
            lock.unlock();
        }
    }

    /** The end of the output, as texts. */
    List<String> lastLines(int atMost) throws IOException {
        lock.lock();
        try {
            List<Segment> segments = settle();
            if (segments.isEmpty()) {
                return List.of();
            }
            Segment last = segments.getLast();
            long end = last.first() + SegmentReader.countLines(last.file());
            long from = Math.max(segments.getFirst().first(), end - atMost);
            return read(segments, from, atMost).lines().stream()
                    .map(LogLine::text)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private LogPage read(List<Segment> segments, long from, int atMost) throws IOException {
        if (segments.isEmpty()) {
            return new LogPage(List.of(), new LogPosition(from), 0);
        }
        long start = Math.max(from, segments.getFirst().first());
        List<LogLine> lines = new ArrayList<>();
        long next = start;
        for (int index = indexOf(segments, start); index < segments.size() && lines.size() < atMost; index++) {
            next = read(segments.get(index), next, atMost, lines);
        }
        return new LogPage(lines, new LogPosition(next), start - from);
    }

    private long read(Segment segment, long from, int atMost, List<LogLine> into) throws IOException {
        boolean known = cursor.sequence() == segment.sequence() && cursor.line() == from;
        long line = known ? from : segment.first();
        try (SegmentReader reader = SegmentReader.open(segment.file(), known ? cursor.offset() : 0)) {
            while (into.size() < atMost && reader.next()) {
                if (line >= from) {
                    into.add(reader.line(new LogPosition(line)));
                }
                line++;
            }
            cursor = new Cursor(segment.sequence(), line, reader.offset());
        }
        return Math.max(line, from);
    }

    private static int indexOf(List<Segment> segments, long line) {
        int index = segments.size() - 1;
        while (index > 0 && segments.get(index).first() > line) {
            index--;
        }
        return index;
    }

    private List<Segment> settle() throws IOException {
        List<Segment> segments = segments();
        Path output = directory.resolve(OUTPUT);
        if (Files.notExists(output)) {
            return segments;
        }
        if (segments.isEmpty()) {
            segments.add(link(output, 1, 0));
        } else if (!isSameFile(output, segments.getLast().file())) {
            Segment complete = segments.getLast();
            long first = complete.first() + SegmentReader.countLines(complete.file());
            segments.add(link(output, complete.sequence() + 1, first));
        }
        return segments;
    }

    /**
     * Links the new file at once. conmon counts its own limit over all files, so it may replace the next one at any moment, and a
     * file that never got a second name would be lost then.
     */
    private List<Segment> settleAfterReopening(int before) throws IOException {
        List<Segment> segments = settle();
        for (int look = 0; look < REOPEN_LOOKS && segments.size() == before; look++) {
            LockSupport.parkNanos(REOPEN_LOOK_NS);
            segments = settle();
        }
        return segments;
    }

    private Segment link(Path output, long sequence, long first) throws IOException {
        Path name = directory.resolve("log.%06d.%d".formatted(sequence, first));
        Files.createLink(name, output);
        return new Segment(name, sequence, first);
    }

    /** Opened for reading too, because opening a pipe only for writing waits for a reader, and conmon may be gone. */
    private void askToReopen() throws IOException {
        try (RandomAccessFile pipe = new RandomAccessFile(control.toFile(), "rw")) {
            pipe.write(REOPEN.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The newest segment always stays: it is being written, and its name says which number comes next. */
    private void drop(List<Segment> segments) throws IOException {
        long bytes = 0;
        for (int index = segments.size() - 1; index >= 0; index--) {
            bytes += Files.size(segments.get(index).file());
            if (bytes > settings.keptBytes() && index < segments.size() - 1) {
                Files.deleteIfExists(segments.get(index).file());
            }
        }
    }

    private List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (var files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    segments.add(new Segment(file, Long.parseLong(name.group(1)), Long.parseLong(name.group(2))));
                }
            }
        }
        segments.sort(Comparator.comparingLong(Segment::sequence));
        return segments;
    }

    private static boolean isSameFile(Path one, Path other) throws IOException {
        return Objects.equals(Files.getAttribute(one, "unix:ino"), Files.getAttribute(other, "unix:ino"));
    }
}
