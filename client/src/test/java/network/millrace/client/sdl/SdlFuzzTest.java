package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.client.FuzzRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link SdlFuzz} on the seeds, and in a process of its own under Jazzer, which grows them by coverage. */
class SdlFuzzTest {
    @TempDir
    private Path folder;

    private static List<Path> seeds() throws IOException {
        Path root = FuzzRun.root();
        try (Stream<Path> own = Files.list(root.resolve("client/src/test/resources/sdl/seeds"));
                Stream<Path> examples = Files.list(root.resolve("examples"))) {
            return Stream.concat(own, examples)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .toList();
        }
    }

    @Test
    void lawsHoldForTheSeedsWhichAllParse() throws Exception {
        for (Path seed : seeds()) {
            byte[] bytes = Files.readAllBytes(seed);
            SdlFuzz.fuzzerTestOneInput(bytes);
            assertThat(Sdl.parse(bytes, Sdl.Mode.COMPAT).groups())
                    .as(seed.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void lawsHoldForWhatJazzerFinds() throws Exception {
        new FuzzRun(SdlFuzz.class, "network.millrace.client.sdl.**", folder).findsNothing(seeds());
    }
}
