package network.millrace.cli.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout's own images, which the demo makes as well: making them takes longer than running them. */
final class SharedImages {
    private SharedImages() {}

    static Path folder() throws IOException {
        return Files.createDirectories(Path.of("..", "target", "images")).toRealPath();
    }
}
