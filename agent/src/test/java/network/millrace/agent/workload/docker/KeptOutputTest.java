package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptOutputTest {

    private static final DockerSettings.Logs SMALL = new DockerSettings.Logs(4_096, 16_384);
    private static final Instant START = Instant.parse("2026-11-21T06:07:48.656004670Z");

    @TempDir
    Path directory;

    @Test
    void linesComeBackWithNumbersTimesAndStreams() throws Exception {
        KeptOutput output = KeptOutput.open(directory, SMALL);

        output.append(START, LogLine.Stream.STDOUT, "out  put");
        output.append(START.plusNanos(1), LogLine.Stream.STDERR, "");

        assertThat(page(output, 0).lines())
                .containsExactly(
                        new LogLine(new LogPosition(0), START, LogLine.Stream.STDOUT, "out  put"),
                        new LogLine(new LogPosition(1), START.plusNanos(1), LogLine.Stream.STDERR, ""));
    }

    @Test
    void oldestLinesGoAndAreCounted() throws Exception {
        KeptOutput output = KeptOutput.open(directory, SMALL);
        write(output, 0, 1_000);

        LogPage page = page(output, 0);

        long kept = page.lines().size();
        assertThat(kept).isBetween(100L, 999L);
        assertThat(page.dropped()).isEqualTo(1_000 - kept);
        assertThat(page.next().line()).isEqualTo(1_000);
        assertThat(page.lines().getFirst().text()).isEqualTo("line " + page.dropped());
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThanOrEqualTo(SMALL.keptBytes());
        }
    }

    @Test
    void numbersGoOnAfterARestartAndAHalfLineIsWrittenAgain() throws Exception {
        write(KeptOutput.open(directory, SMALL), 0, 300);
        try (Stream<Path> files = Files.list(directory)) {
            Path last = files.max(Path::compareTo).orElseThrow();
            Files.write(last, "2026-11-21T06:0".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        }

        KeptOutput reopened = KeptOutput.open(directory, SMALL);
        KeptOutput.Mark mark = reopened.mark();
        write(reopened, 300, 310);

        assertThat(mark).isEqualTo(new KeptOutput.Mark(START.plusSeconds(299), 1));
        assertThat(page(reopened, 295).lines())
                .extracting(LogLine::text)
                .isEqualTo(IntStream.range(295, 310).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void linesOfOneInstantAreCountedByTheMark() throws Exception {
        KeptOutput output = KeptOutput.open(directory, SMALL);

        for (int line = 0; line < 3; line++) {
            output.append(START, LogLine.Stream.STDOUT, "same");
        }

        assertThat(KeptOutput.open(directory, SMALL).mark()).isEqualTo(new KeptOutput.Mark(START, 3));
    }

    @Test
    void followerIsWokenByTheFirstLine() throws Exception {
        KeptOutput output = KeptOutput.open(directory, SMALL);
        Thread writer = Thread.ofVirtual().unstarted(() -> {
            try {
                output.append(START, LogLine.Stream.STDOUT, "at last");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        writer.start();
        LogPage page = output.page(LogPosition.START, 10, Duration.ofSeconds(30));

        assertThat(page.lines()).extracting(LogLine::text).containsExactly("at last");
        writer.join();
    }

    @Test
    void aLineCannotForgeAnother() throws Exception {
        KeptOutput output = KeptOutput.open(directory, SMALL);

        output.append(START, LogLine.Stream.STDOUT, "one\n2026-11-21T06:07:48Z 1 forged\rtwo");

        assertThat(page(output, 0).lines())
                .extracting(LogLine::text)
                .containsExactly("one 2026-11-21T06:07:48Z 1 forged two");
    }

    @Test
    void lastLinesReachOverSegments() throws Exception {
        KeptOutput output = KeptOutput.open(directory, SMALL);
        write(output, 0, 200);

        assertThat(output.lastLines(150))
                .isEqualTo(IntStream.range(50, 200).mapToObj(i -> "line " + i).toList());
        assertThat(KeptOutput.open(directory.resolve("empty"), SMALL).lastLines(10))
                .isEqualTo(List.of());
    }

    private static LogPage page(KeptOutput output, long from) throws Exception {
        return output.page(new LogPosition(from), 10_000, Duration.ZERO);
    }

    private static void write(KeptOutput output, int from, int to) throws Exception {
        for (int line = from; line < to; line++) {
            output.append(START.plusSeconds(line), LogLine.Stream.STDOUT, "line " + line);
        }
    }
}
