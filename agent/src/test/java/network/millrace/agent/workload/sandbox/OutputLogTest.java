package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbering over segments, with this test writing the files as conmon does. */
class OutputLogTest {

    private static final SandboxSettings.Logs SETTINGS = new SandboxSettings.Logs(4_096, 16_384);
    private static final String PREFIX = "2026-11-21T06:07:48.656004670+00:00 stdout F ";

    @TempDir
    Path directory;

    private WorkloadFiles files;
    private OutputLog log;

    @BeforeEach
    void open() throws IOException {
        files = new WorkloadFiles(directory);
        Files.createDirectories(files.log());
        Files.createDirectories(files.bundle());
        log = new OutputLog(files, SETTINGS);
    }

    private void append(String text) throws IOException {
        Files.writeString(output(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void print(long from, long to) throws IOException {
        StringBuilder lines = new StringBuilder();
        LongStream.range(from, to)
                .forEach(number -> lines.append(PREFIX).append(number).append('\n'));
        append(lines.toString());
    }

    /** conmon makes a new file and moves it over the name. */
    private void replace() throws IOException {
        Path fresh = Files.createFile(files.log().resolve("output.log.tmp"));
        Files.move(fresh, output(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path output() {
        return files.log().resolve(OutputLog.OUTPUT);
    }

    private static List<String> texts(LogPage page) {
        return page.lines().stream().map(LogLine::text).toList();
    }

    private LogPage all() throws IOException {
        return log.page(LogPosition.START, 1_000_000);
    }

    @Test
    void emptyUntilSomethingIsPrinted() throws IOException {
        LogPage page = all();

        assertThat(page).isEqualTo(new LogPage(List.of(), LogPosition.START, 0));
    }

    @Test
    void lineCarriesTimeStreamAndText() throws IOException {
        append("2026-11-21T06:07:48.5+00:00 stderr F two  words \n");

        assertThat(all().lines())
                .containsExactly(new LogLine(
                        LogPosition.START,
                        Instant.parse("2026-11-21T06:07:48.5Z"),
                        LogLine.Stream.STDERR,
                        "two  words "));
    }

    @Test
    void lineStillBeingWrittenIsNotGiven() throws IOException {
        append(PREFIX + "whole\n" + PREFIX + "ha");
        LogPage before = all();

        append("lf\n");

        assertThat(texts(before)).containsExactly("whole");
        assertThat(texts(log.page(before.next(), 10))).containsExactly("half");
    }

    @Test
    void numbersGoOnOverSegments() throws IOException {
        print(0, 10);
        log.turn(false);
        replace();
        print(10, 25);
        log.turn(false);
        replace();
        print(25, 30);

        assertThat(texts(all()))
                .isEqualTo(LongStream.range(0, 30).mapToObj(Long::toString).toList());
        assertThat(texts(log.page(new LogPosition(8), 5))).containsExactly("8", "9", "10", "11", "12");
        assertThat(all().lines())
                .allSatisfy(line -> assertThat(line.position().line()).isEqualTo(Long.parseLong(line.text())));
    }

    @Test
    void agentThatComesLaterSeesTheSameNumbers() throws IOException {
        print(0, 10);
        log.turn(false);
        replace();
        print(10, 20);
        LogPage before = all();

        log = new OutputLog(files, SETTINGS);

        assertThat(all()).isEqualTo(before);
    }

    @Test
    void fileThatConmonReplacedWhileNoAgentWasThereIsKept() throws IOException {
        print(0, 10);
        log.turn(false);
        print(10, 15);

        replace();
        print(15, 20);
        log = new OutputLog(files, SETTINGS);

        assertThat(texts(all()))
                .isEqualTo(LongStream.range(0, 20).mapToObj(Long::toString).toList());
    }

    @Test
    void oldestSegmentsGoAndTheGapIsTold() throws IOException {
        for (int segment = 0; segment < 10; segment++) {
            print(segment * 100L, segment * 100L + 100);
            log.turn(false);
            replace();
        }
        print(1_000, 1_001);
        log.turn(false);

        LogPage page = all();

        assertThat(page.dropped()).isPositive();
        assertThat(page.lines().getFirst().position().line()).isEqualTo(page.dropped());
        assertThat(page.lines().getFirst().text()).isEqualTo(Long.toString(page.dropped()));
        assertThat(page.lines().getLast().text()).isEqualTo("1000");
        assertThat(keptBytes()).isLessThanOrEqualTo(SETTINGS.keptBytes());
    }

    @Test
    void followerThatAsksAgainAndAgainMissesNothing() throws IOException {
        List<String> seen = new ArrayList<>();
        LogPosition next = LogPosition.START;
        for (int turn = 0; turn < 50; turn++) {
            print(turn * 3L, turn * 3L + 3);
            if (turn % 7 == 0) {
                log.turn(false);
                replace();
            }
            LogPage page = log.page(next, 2);
            seen.addAll(texts(page));
            next = page.next();
        }
        seen.addAll(texts(log.page(next, 1_000)));

        assertThat(seen)
                .isEqualTo(LongStream.range(0, 150).mapToObj(Long::toString).toList());
    }

    @Test
    void lastLinesAreTheNewest() throws IOException {
        print(0, 20);
        log.turn(false);
        replace();
        print(20, 23);

        assertThat(log.lastLines(5)).containsExactly("18", "19", "20", "21", "22");
        assertThat(log.lastLines(0)).isEmpty();
    }

    private long keptBytes() throws IOException {
        long bytes = 0;
        try (var segments = Files.newDirectoryStream(files.log(), "log.*")) {
            for (Path segment : segments) {
                bytes += Files.size(segment);
            }
        }
        return bytes;
    }
}
