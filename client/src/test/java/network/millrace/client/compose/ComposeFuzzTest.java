package network.millrace.client.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.client.FuzzRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link ComposeFuzz} on the files of the other tests, and under Jazzer. */
class ComposeFuzzTest {
    @TempDir
    private Path folder;

    private static List<Path> seeds() throws IOException {
        Path resources = FuzzRun.root().resolve("client/src/test/resources/network/millrace/client/compose");
        try (Stream<Path> files = Files.list(resources)) {
            return files.filter(file -> !file.toString().endsWith(".sdl.yaml")).toList();
        }
    }

    @Test
    void lawsHoldForTheSeeds() throws Exception {
        assertThat(seeds()).isNotEmpty();
        for (Path seed : seeds()) {
            ComposeFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
        }
    }

    @Test
    void lawsHoldForWhatJazzerFinds() throws Exception {
        new FuzzRun(ComposeFuzz.class, "network.millrace.client.compose.**:network.millrace.client.sdl.**", folder)
                .findsNothing(seeds());
    }
}
