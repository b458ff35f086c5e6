package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;
import network.millrace.agent.testkit.Property;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the order in which lines are printed, files replaced, agents exchanged and old segments dropped. */
class OutputLogProperties {

    private static final SandboxSettings.Logs SETTINGS = new SandboxSettings.Logs(4_096, 8_192);

    @TempDir
    Path directory;

    @Test
    void everyLineKeepsItsNumberAndAFollowerMissesOnlyWhatItIsTold() {
        Property.holds("log numbering", 40, random -> {
            try {
                play(random, new World(Files.createTempDirectory(directory, "log")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The text of a line is the number it ought to have. */
    private static void play(RandomGenerator random, World world) throws IOException {
        for (int step = 0; step < 200; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> world.print(random.nextInt(60));
                case 2 -> world.look();
                case 3 -> world.lookAndReplace();
                case 4 -> world.exchangeAgent();
                default -> world.follow(1 + random.nextInt(50));
            }
        }
        boolean more = true;
        while (more) {
            more = world.follow(100);
        }
        assertThat(world.next).isEqualTo(new LogPosition(world.printed));
    }

    private static final class World {
        private final WorkloadFiles files;
        private OutputLog log;
        private LogPosition next = LogPosition.START;
        private long printed;

        World(Path directory) throws IOException {
            files = new WorkloadFiles(directory);
            Files.createDirectories(files.log());
            exchangeAgent();
        }

        void exchangeAgent() {
            log = new OutputLog(files, SETTINGS);
        }

        void print(int lines) throws IOException {
            StringBuilder text = new StringBuilder();
            for (int line = 0; line < lines; line++) {
                text.append("2026-11-21T06:07:48.6+00:00 stdout F ")
                        .append(printed++)
                        .append('\n');
            }
            Files.writeString(output(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        void look() throws IOException {
            log.turn(false);
        }

        /** conmon may replace its file at any time, but a second time only after somebody looked. */
        void lookAndReplace() throws IOException {
            print(0);
            log.turn(false);
            print(3);
            Path fresh = Files.createFile(files.log().resolve("output.log.tmp"));
            Files.move(fresh, output(), StandardCopyOption.ATOMIC_MOVE);
        }

        boolean follow(int atMost) throws IOException {
            LogPage page = log.page(next, atMost);
            long expected = next.line() + page.dropped();
            for (LogLine line : page.lines()) {
                assertThat(line.position().line()).isEqualTo(expected);
                assertThat(line.text()).isEqualTo(Long.toString(expected));
                expected++;
            }
            assertThat(page.next().line()).isEqualTo(expected);
            next = page.next();
            return !page.lines().isEmpty();
        }

        private Path output() {
            return files.log().resolve(OutputLog.OUTPUT);
        }
    }
}
