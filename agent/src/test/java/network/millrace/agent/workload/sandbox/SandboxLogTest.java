package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs with the real conmon, small segments, and agents that come and go. */
@SideBySide
class SandboxLogTest {

    private static final WorkloadId TALKER = new WorkloadId("talker");
    private static final int LINES = 1_500;

    // A segment lasts 12 bursts of about 1,350 bytes, 2.4 s. What is lost is what conmon truncates twice while nobody
    // looks
    // ; an agent comes back sooner than that, also on a busy machine.
    private static final int SEGMENT_BYTES = 16_384;
    private static final String TALK =
            "i=0; while [ $i -lt " + LINES + " ]; do seq $i $((i+29)); i=$((i+30)); sleep 0.2; done; exit 0";

    @TempDir
    Path directory;

    private SandboxRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new SandboxRig(directory, new SandboxSettings.Logs(SEGMENT_BYTES, 1L << 20));
    }

    @AfterEach
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void noLineIsLostOrDoubledOverSegmentsAndAgents() throws Exception {
        rig.start(TALKER, TALK);
        SandboxRig.await(() -> rig.log(TALKER).size() > LINES / 3);
        rig.reopen();
        SandboxRig.await(() -> rig.status(TALKER).state() instanceof WorkloadState.Exited);

        assertThat(rig.log(TALKER))
                .isEqualTo(IntStream.range(0, LINES).mapToObj(Integer::toString).toList());
        assertThat(segments()).as("segments begun").isGreaterThan(2);
    }

    @Test
    void followerGetsEveryLineOnce() throws Exception {
        rig.start(TALKER, TALK);
        List<String> seen = new ArrayList<>();
        LogPosition next = LogPosition.START;

        while (seen.size() < LINES) {
            LogPage page = rig.backend().logs(TALKER, next, 100, Duration.ofSeconds(20));
            assertThat(page.lines()).as("lines before the wait was over").isNotEmpty();
            page.lines().stream().map(LogLine::text).forEach(seen::add);
            next = page.next();
        }

        assertThat(seen)
                .isEqualTo(IntStream.range(0, LINES).mapToObj(Integer::toString).toList());
    }

    @Test
    void bothStreamsAreKeptApart() throws Exception {
        rig.start(TALKER, "echo out; echo err >&2");
        SandboxRig.await(() -> rig.log(TALKER).size() == 2);

        List<LogLine> lines =
                rig.backend().logs(TALKER, LogPosition.START, 10, Duration.ZERO).lines();

        assertThat(lines)
                .anyMatch(line ->
                        line.stream() == LogLine.Stream.STDOUT && line.text().equals("out"));
        assertThat(lines)
                .anyMatch(line ->
                        line.stream() == LogLine.Stream.STDERR && line.text().equals("err"));
    }

    private int segments() throws Exception {
        try (var files = Files.newDirectoryStream(
                WorkloadFiles.of(rig.settings().home(), TALKER).log(), "log.*")) {
            int count = 0;
            for (Path _ : files) {
                count++;
            }
            return count;
        }
    }
}
