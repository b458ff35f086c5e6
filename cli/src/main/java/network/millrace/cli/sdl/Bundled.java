package network.millrace.cli.sdl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Texts that come with the program. */
final class Bundled {
    private Bundled() {}

    static String text(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Bundled.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
